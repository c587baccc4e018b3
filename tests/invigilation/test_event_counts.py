"""The counts of a sitting are those of its events, in whatever order they are committed and read."""

from datetime import timedelta

import pytest

from lms.invigilation.evidence.event_counts import count_events
from lms.sittings.models import SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, exam

pytestmark = pytest.mark.both_engines
EARLY, LATE = 1_000, 2_000
"""Numbers of events that two transactions were given before either was committed."""


@pytest.fixture
def sitting(db, cast, now) -> int:
    made = exam(db, now)
    with db.transaction() as session:
        return begin_sitting(session, cast.lin, made, now).sitting.id


def commit(db, sitting, at, seq, response=RIGHT, id_=None, type_="answer", position=1) -> None:
    with db.transaction() as session:
        event = SittingEvent(
            id=id_, sitting_id=sitting, type=type_, position=position, seq=seq, response=response, at=at
        )
        session.add(event)


def answered(db, sitting, now) -> set[int]:
    with db.read() as session:
        return set(count_events(session, [sitting], now)[sitting].full)


def test_an_older_answer_that_is_read_later_replaces_nothing(db, sitting, now):
    commit(db, sitting, now, 5)
    assert answered(db, sitting, now) == {1}
    commit(db, sitting, now, 4, {})
    assert answered(db, sitting, now) == {1}
    commit(db, sitting, now, 6, {})
    assert answered(db, sitting, now) == set()


@pytest.mark.parametrize("seconds", [0, 5])
def test_an_event_with_a_lower_number_counts_although_it_is_committed_later(db, sitting, now, seconds):
    assert answered(db, sitting, now) == set()
    commit(db, sitting, now, 1, id_=LATE, position=2)
    assert answered(db, sitting, now + timedelta(seconds=seconds)) == {2}
    commit(db, sitting, now, 1, id_=EARLY)
    assert answered(db, sitting, now + timedelta(seconds=seconds + 1)) == {1, 2}


def test_an_event_that_was_under_way_when_a_sitting_was_first_added_up_counts_too(db, sitting, now):
    commit(db, sitting, now, 1, id_=LATE, position=2)
    assert answered(db, sitting, now) == {2}
    commit(db, sitting, now, 1, id_=EARLY)
    assert answered(db, sitting, now + timedelta(seconds=1)) == {1, 2}
