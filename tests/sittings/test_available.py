"""The exams a person may sit."""

from datetime import timedelta

import pytest

from lms.exams.schedule import schedule_exam, set_closed
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start import available
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import counting, exam, plan

pytestmark = pytest.mark.both_engines


def offered(db, actor, now) -> list[tuple]:
    with db.read() as session:
        found = available.open_exams(session, actor, now)
    return [(one.exam.slug, one.attempts_left, one.open_sitting and one.open_sitting.id) for one in found]


def test_open_exams_with_the_attempts_that_are_left(db, cast, now):
    first = exam(db, now, plan(attempts=3), slug="first")
    exam(db, now, plan(attempts=1), slug="second")
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, first, now).sitting
    assert offered(db, cast.lin, now) == [("first", 2, sitting.id), ("second", 1, None)]
    assert offered(db, cast.wang, now) == [("first", 3, None), ("second", 1, None)]


def test_without_permission_to_learn_no_exam_is_available(db, cast, now):
    exam(db, now)
    assert len(offered(db, cast.lin, now)) == 1
    assert offered(db, cast.chen, now) == []


def test_no_exam_is_available_outside_the_window_when_closed_or_used_up(db, cast, now):
    future, closed, used = (
        exam(db, now, plan(attempts=1), slug=slug) for slug in ("future", "closed", "used")
    )
    with db.transaction() as session:
        schedule_exam(session, cast.chen, future, now + timedelta(days=1), None, "", now)
        set_closed(session, cast.chen, closed, True, now)
        submit_sitting(session, cast.lin, begin_sitting(session, cast.lin, used, now).sitting.id, {}, now)
    assert offered(db, cast.lin, now) == []
    assert offered(db, cast.lin, now + timedelta(days=1)) == [("future", 1, None)]
    assert offered(db, cast.wang, now) == [("used", 1, None)]


def test_an_open_sitting_is_available_after_the_window_closed(db, cast, now):
    exam_id = exam(db, now)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, now + timedelta(minutes=9), "", now)
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
    assert offered(db, cast.lin, now + timedelta(minutes=9)) == [("writing", 1, sitting.id)]
    assert offered(db, cast.lin, now + timedelta(minutes=10)) == []


def test_the_list_takes_three_statements_however_many_exams(db, cast, now):
    for slug in ("first", "second", "third"):
        exam(db, now, slug=slug)
    with counting(db) as said:
        offered(db, cast.lin, now)
    assert len(said) == 3
