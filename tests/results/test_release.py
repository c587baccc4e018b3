"""Release by hand: before it no result counts or is seen, afterwards every result does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.problem import Refused
from lms.exams.models import ExamVersion
from lms.platform import events
from lms.results.events import SittingScored
from lms.results.passed import passing_sitting
from lms.results.release_results import releasable_versions, release
from lms.results.view_result import result_of
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, exam, plan

pytestmark = pytest.mark.both_engines


@pytest.fixture
def scored(monkeypatch):
    """The people of the SittingScored events so far."""
    people: list[int] = []
    handlers = [lambda _session, event, _now: people.append(event.person_id)]
    monkeypatch.setitem(events._handlers, SittingScored, handlers)
    return people


def pass_exam(db, actor, exam_id, now):
    with db.transaction() as session:
        sitting = begin_sitting(session, actor, exam_id, now).sitting
        save_answers(session, actor, sitting.id, [AnswerUpdate(n, n, RIGHT) for n in (1, 2, 3)], now)
        submit_sitting(session, actor, sitting.id, {}, now)
    return sitting


def version_of(db) -> int:
    with db.read() as session:
        return session.scalars(select(ExamVersion.id)).one()


def release_results(db, actor, now) -> int:
    with db.transaction() as session:
        return release(session, actor, version_of(db), now)


def result(db, actor, sitting, now):
    with db.read() as session:
        return result_of(session, actor, sitting.id, "zh", now)


def test_before_release_nothing_counts_and_nothing_is_seen(db, cast, now, scored):
    sitting = pass_exam(db, cast.lin, exam(db, now, plan(release="by_hand", review="answers")), now)
    shown = result(db, cast.lin, sitting, now)
    assert (shown.visibility.state, shown.score, shown.marks, shown.answers) == ("held", None, [], [])
    with db.read() as session:
        assert passing_sitting(session, cast.lin.id, "writing") is None
    assert scored == []


def test_release_lets_everything_final_count_once(db, cast, now, scored):
    exam_id = exam(db, now, plan(release="by_hand", review="answers"))
    sittings = [pass_exam(db, actor, exam_id, now) for actor in (cast.lin, cast.wang)]
    later = now + timedelta(days=1)
    assert (release_results(db, cast.chen, later), release_results(db, cast.chen, later)) == (2, 0)
    assert scored == [cast.lin.id, cast.wang.id]
    assert result(db, cast.lin, sittings[0], later).visibility.state == "released"
    with db.read() as session:
        assert passing_sitting(session, cast.lin.id, "writing").sitting_id == sittings[0].id


def test_what_becomes_final_after_release_counts_at_once(db, cast, now, scored):
    exam_id = exam(db, now, plan(release="by_hand"))
    pass_exam(db, cast.lin, exam_id, now)
    release_results(db, cast.chen, now)
    sitting = pass_exam(db, cast.wang, exam_id, now)
    assert scored == [cast.lin.id, cast.wang.id]
    assert result(db, cast.wang, sitting, now).visibility.state == "released"


def test_an_exam_whose_results_are_released_automatically_needs_no_release(db, cast, now, scored):
    pass_exam(db, cast.lin, exam(db, now), now)
    assert scored == [cast.lin.id]
    with pytest.raises(Refused) as caught:
        release_results(db, cast.chen, now)
    assert caught.value.code == "results.release_at_once"


def test_those_who_release_see_what_waits(db, cast, now, scored):
    exam_id = exam(db, now, plan(release="by_hand"))
    exam(db, now, slug="at-once")
    pass_exam(db, cast.lin, exam_id, now)
    with db.transaction() as session:
        begin_sitting(session, cast.wang, exam_id, now)
    with db.read() as session:
        rows = [
            (row.slug, row.number, row.sittings, row.final, row.waiting, row.released_at)
            for row in releasable_versions(session)
        ]
    assert rows == [("writing", 1, 2, 1, 1, None)]
