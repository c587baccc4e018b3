"""The exams a person may sit, and those at which the home page expects them."""

from datetime import timedelta

import pytest

from lms.candidates.list_parser import CandidateRow
from lms.domain.place import Named
from lms.exams import audience
from lms.exams.published import UNITS
from lms.exams.schedule import schedule_exam, set_closed
from lms.invigilation.enrolment.candidate_list import add_candidates
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start import available
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import counting, exam, plan
from tests.web.faults import tree, words

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


@pytest.fixture
def exam_id(db, cast, now) -> int:
    return exam(db, now)


def tasks(client) -> list[str]:
    """The tasks as they are read, without the last one of the catalogue."""
    page = tree(client.get("/").get_data(as_text=True))
    return [words(li) for ol in page.iter("ol") if ol.get("class") == "tasks" for li in ol.iter("li")]


def do(db, verb, *asked):
    with db.transaction() as session:
        return verb(session, *asked)


def put_on_list(db, cast, exam_id, now, group="", seat=""):
    row = CandidateRow(Named("E001"), "E001", group, seat)
    do(db, add_candidates, cast.he, exam_id, [row], now)


def test_who_is_on_the_list_finds_the_exam_with_its_seat(db, cast, now, time, exam_id, client_of):
    opens, closes = now + timedelta(hours=1), now + timedelta(hours=3)
    do(db, schedule_exam, cast.chen, exam_id, opens, closes, "", now)
    put_on_list(db, cast, exam_id, now, "第一考场", "3")
    lin = client_of(cast.lin)
    before = tasks(lin)[0]
    time.pass_(hours=2)
    during = tasks(lin)[0]
    time.pass_(hours=2)
    assert "2026年11月23日 10:00 开始；第一考场，座位 3" in before
    assert "可以开始，2026年11月23日 12:00 结束；第一考场，座位 3" in during
    assert not any("第一考场" in task for task in tasks(lin))


def test_an_exam_for_everybody_is_nobodys_task_in_particular(db, cast, now, exam_id, client_of):
    assert not any("可以开始" in task for task in tasks(client_of(cast.lin)))


def test_an_exam_for_ones_unit_is_a_task_until_it_is_begun(db, cast, now, exam_id, client_of):
    do(db, audience.set_audience, cast.chen, exam_id, UNITS, [cast.education.id], now)
    assert "可以开始" in tasks(client_of(cast.lin))[0]
    assert not any("可以开始" in task for task in tasks(client_of(cast.luo)))
    sitting = do(db, begin_sitting, cast.lin, exam_id, now).sitting
    assert "考试正在计时" in tasks(client_of(cast.lin))[0]
    do(db, submit_sitting, cast.lin, sitting.id, {}, now)
    assert not any("可以开始" in task for task in tasks(client_of(cast.lin)))
