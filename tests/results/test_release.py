"""Release by hand: nothing counts and nothing is seen before it; afterwards everything does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.problem import Refused
from lms.exams.models import ExamVersion
from lms.platform import events
from lms.results.events import SittingScored
from lms.results.passed import passed
from lms.results.release_results import by_hand, release
from lms.results.view_result import result_of
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from tests.exam_room import RIGHT, exam, plan

pytestmark = pytest.mark.both_engines


@pytest.fixture
def heard(monkeypatch):
    """Who is told to have been scored."""
    told: list[int] = []
    listening = [lambda _session, event, _now: told.append(event.person_id)]
    monkeypatch.setitem(events._handlers, SittingScored, listening)
    return told


def pass_it(db, actor, exam_id, now):
    with db.transaction() as session:
        held = begin_sitting(session, actor, exam_id, now).sitting
        save_answers(session, actor, held.id, [AnswerUpdate(n, n, RIGHT) for n in (1, 2, 3)], now)
        submit_sitting(session, actor, held.id, {}, now)
    return held


def version_of(db) -> int:
    with db.read() as session:
        return session.scalars(select(ExamVersion.id)).one()


def let_go(db, actor, now) -> int:
    with db.transaction() as session:
        return release(session, actor, version_of(db), now)


def seen(db, actor, held, now):
    with db.read() as session:
        return result_of(session, actor, held.id, "zh", now)


def test_before_release_nothing_counts_and_nothing_is_seen(db, cast, now, heard):
    held = pass_it(db, cast.lin, exam(db, now, plan(release="by_hand", review="answers")), now)
    found = seen(db, cast.lin, held, now)
    assert (found.sight.state, found.score, found.marks, found.answers) == ("held", None, [], [])
    with db.read() as session:
        assert passed(session, cast.lin.id, "writing") is None
    assert heard == []


def test_release_lets_everything_final_count_once(db, cast, now, heard):
    exam_id = exam(db, now, plan(release="by_hand", review="answers"))
    held = [pass_it(db, actor, exam_id, now) for actor in (cast.lin, cast.wang)]
    later = now + timedelta(days=1)
    assert (let_go(db, cast.chen, later), let_go(db, cast.chen, later)) == (2, 0)
    assert heard == [cast.lin.id, cast.wang.id]
    assert seen(db, cast.lin, held[0], later).sight.state == "released"
    with db.read() as session:
        assert passed(session, cast.lin.id, "writing").sitting_id == held[0].id


def test_what_becomes_final_after_release_counts_at_once(db, cast, now, heard):
    exam_id = exam(db, now, plan(release="by_hand"))
    pass_it(db, cast.lin, exam_id, now)
    let_go(db, cast.chen, now)
    held = pass_it(db, cast.wang, exam_id, now)
    assert heard == [cast.lin.id, cast.wang.id]
    assert seen(db, cast.wang, held, now).sight.state == "released"


def test_an_exam_that_releases_by_itself_needs_nobody(db, cast, now, heard):
    pass_it(db, cast.lin, exam(db, now), now)
    assert heard == [cast.lin.id]
    with pytest.raises(Refused) as caught:
        let_go(db, cast.chen, now)
    assert caught.value.code == "results.release_at_once"


def test_those_who_release_see_what_waits(db, cast, now, heard):
    exam_id = exam(db, now, plan(release="by_hand"))
    exam(db, now, slug="at-once")
    pass_it(db, cast.lin, exam_id, now)
    with db.transaction() as session:
        begin_sitting(session, cast.wang, exam_id, now)
    with db.read() as session:
        rows = [
            (one.slug, one.number, one.sittings, one.final, one.waiting, one.released_at)
            for one in by_hand(session)
        ]
    assert rows == [("writing", 1, 2, 1, 1, None)]
