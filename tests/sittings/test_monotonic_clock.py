"""A machine's clock that is set while sittings run: nothing ends early, nothing opens again, and it is noted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.cli.serving import worker
from lms.platform.audit import AuditEvent
from lms.platform.monotonic_clock import MonotonicClock
from lms.sittings.find import own
from lms.sittings.finish.overdue import finish_overdue
from lms.sittings.start.sit import sit
from tests.exam_room import exam

MINUTES = 40
"""How long the exam lasts."""


class Machine:
    """Its clock on the wall can be set; its running time only runs."""

    def __init__(self, now) -> None:
        self.wall, self.running = now, 1_000.0

    def passes(self, **more: float) -> None:
        gone = timedelta(**more)
        self.wall += gone
        self.running += gone.total_seconds()

    def is_set(self, **more: float) -> None:
        self.wall += timedelta(**more)


@pytest.fixture
def machine(now) -> Machine:
    return Machine(now)


@pytest.fixture
def steady(machine) -> MonotonicClock:
    return MonotonicClock(lambda: machine.wall, lambda: machine.running)


@pytest.fixture
def state(db, cast, now, steady):
    """A way to let the worker tidy once, and to ask what became of 林's sitting."""
    exam_id = exam(db, now)
    with db.transaction() as session:
        held = sit(session, cast.lin, exam_id, now).held

    def tidy() -> str:
        worker.do_periodic(db, steady, [0.0 for _ in worker.PERIODIC])
        with db.read() as session:
            return own(session, cast.lin, held.id).state

    return tidy


def noted(db) -> list[tuple[str, str, dict]]:
    with db.read() as session:
        rows = select(AuditEvent.action, AuditEvent.outcome, AuditEvent.detail)
        return [tuple(row) for row in session.execute(rows.where(AuditEvent.action == "platform.clock_set"))]


def test_an_undisturbed_clock_ends_a_sitting_on_time_and_notes_nothing(db, machine, state):
    machine.passes(minutes=MINUTES, seconds=19)
    assert state() == "open"
    machine.passes(seconds=2)
    assert (state(), noted(db)) == ("expired", [])


@pytest.mark.parametrize("minutes", [90, -90])
def test_a_clock_that_is_set_ends_nothing_early_and_is_noted_once(db, machine, state, minutes):
    machine.passes(minutes=5)
    assert state() == "open"
    machine.is_set(minutes=minutes)
    for _ in range(3):
        machine.passes(minutes=5)
        assert state() == "open"
    assert noted(db) == [("platform.clock_set", "failed", {"seconds": minutes * 60})]
    machine.passes(minutes=MINUTES - 20, seconds=21)
    assert state() == ("expired" if minutes > 0 else "open")
    machine.passes(minutes=90)
    assert state() == "expired"
    assert len(noted(db)) == 1


def test_a_clock_that_is_set_back_opens_nothing_again(db, machine, state):
    machine.passes(minutes=MINUTES, seconds=21)
    assert state() == "expired"
    machine.is_set(minutes=-90)
    assert state() == "expired"


def test_a_clock_that_is_set_there_and_back_is_noted_twice(db, machine, state):
    machine.is_set(minutes=90)
    state()
    machine.is_set(minutes=-90)
    assert state() == "open"
    assert [detail["seconds"] for _, _, detail in noted(db)] == [5400, -5400]


def test_a_clock_that_a_time_server_keeps_is_not_noted(db, machine, state):
    for _ in range(10):
        machine.passes(minutes=1)
        machine.is_set(seconds=0.4)
        state()
    assert noted(db) == []


def test_without_the_guard_a_clock_set_forward_would_end_the_sitting(db, machine, state):
    machine.is_set(minutes=90)
    assert finish_overdue(db, machine.wall) == 1
