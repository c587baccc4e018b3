"""A machine's clock that is set while sittings run: no sitting ends early or reopens, and it is recorded."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.cli.serving import worker
from lms.platform.audit import AuditEvent
from lms.platform.monotonic_clock import MonotonicClock
from lms.sittings.find import own_sitting
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import exam

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
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting

    def tidy() -> str:
        worker.do_periodic(db, steady, [0.0 for _ in worker.PERIODIC])
        with db.read() as session:
            return own_sitting(session, cast.lin, sitting.id).state

    return tidy


def noted(db) -> list[tuple[str, str, dict]]:
    with db.read() as session:
        rows = select(AuditEvent.action, AuditEvent.outcome, AuditEvent.detail)
        return [tuple(row) for row in session.execute(rows.where(AuditEvent.action == "platform.clock_set"))]


def test_an_undisturbed_clock_ends_a_sitting_on_time_and_records_no_jump(db, machine, state):
    machine.passes(minutes=MINUTES, seconds=19)
    assert state() == "open"
    machine.passes(seconds=2)
    assert (state(), noted(db)) == ("expired", [])


@pytest.mark.parametrize("minutes", [90, -90])
def test_a_clock_that_is_set_ends_no_sitting_early_and_is_recorded_once(db, machine, state, minutes):
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


def test_a_clock_that_is_set_back_reopens_no_sitting(db, machine, state):
    machine.passes(minutes=MINUTES, seconds=21)
    assert state() == "expired"
    machine.is_set(minutes=-90)
    assert state() == "expired"


def test_a_clock_that_is_set_forward_and_back_is_recorded_twice(db, machine, state):
    machine.is_set(minutes=90)
    state()
    machine.is_set(minutes=-90)
    assert state() == "open"
    assert [detail["seconds"] for _, _, detail in noted(db)] == [5400, -5400]


def test_small_corrections_by_a_time_server_are_not_recorded(db, machine, state):
    for _ in range(10):
        machine.passes(minutes=1)
        machine.is_set(seconds=0.4)
        state()
    assert noted(db) == []


def test_without_the_guard_a_clock_set_forward_would_end_the_sitting(db, machine, state):
    machine.is_set(minutes=90)
    assert expire_overdue(db, machine.wall) == 1
