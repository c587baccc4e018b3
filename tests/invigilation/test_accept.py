"""Late answers count only when a person accepts them: sealed and scored again, and nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.problem import Refused
from lms.invigilation.accept import accept_late_answers, late_answers
from lms.results.models import ScoreRun
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import own_sitting
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.models import SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, WRONG, exam

pytestmark = pytest.mark.both_engines


@pytest.fixture
def late(db, cast, now) -> int:
    """A sitting of 林's that expired with one wrong answer in time and two right ones late."""
    exam_id = exam(db, now)
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
    with db.transaction() as session:
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(1, 1, WRONG)], now)
    over = now + timedelta(minutes=41)
    with db.transaction() as session:
        save_answers(
            session, cast.lin, sitting.id, [AnswerUpdate(1, 2, RIGHT), AnswerUpdate(2, 3, RIGHT)], over
        )
    assert expire_overdue(db, over) == 1
    return sitting.id


def runs(db):
    with db.read() as session:
        rows = session.execute(
            select(ScoreRun.number, ScoreRun.current, ScoreRun.total).order_by(ScoreRun.number)
        )
        return [(number, current, str(total.normalize())) for number, current, total in rows]


def test_what_a_person_accepts_counts_and_the_rest_does_not(db, cast, now, late):
    assert runs(db) == [(1, True, "0")]
    with db.read() as session:
        assert list(late_answers(session, late)) == [1, 2]
        before = own_sitting(session, cast.lin, late).receipt
    with db.transaction() as session:
        sitting = accept_late_answers(
            session, cast.jian, late, [2], "网络中断，有日志为证", now + timedelta(hours=2)
        )
    assert runs(db) == [(1, False, "0"), (2, True, "2")]
    with db.read() as session:
        assert list(late_answers(session, late)) == [1]
        facts = session.scalar(select(SittingEvent.response).where(SittingEvent.type == "accepted"))
    assert facts == {
        "reason": "网络中断，有日志为证",
        "by": "简宁",
        "positions": [2],
        "receipt_before": before,
        "receipt": sitting.receipt,
    }


@pytest.mark.parametrize("positions", [[], [3], [1, 3]])
def test_without_late_answers_there_is_nothing_to_accept(db, cast, now, late, positions):
    with db.transaction() as session, pytest.raises(Refused) as caught:
        accept_late_answers(session, cast.jian, late, positions, "理由", now)
    assert caught.value.code == "sitting.nothing_late"
    assert runs(db) == [(1, True, "0")]


def test_its_candidate_cannot_accept_them(db, cast, now, late):
    with db.transaction() as session, pytest.raises(Refused) as caught:
        accept_late_answers(session, cast.lin, late, [2], "理由", now)
    assert caught.value.code == "not_found"
