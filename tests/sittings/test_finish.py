"""Overdue sittings: closed with all their answers, and with their deadline as their end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.results.models import Mark, ScoreRun
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, exam

pytestmark = pytest.mark.both_engines


@pytest.fixture
def sitting(db, cast, now):
    """林's open sitting of three single choices, all right; 王 began ten minutes later."""
    exam_id = exam(db, now)
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(n, n, RIGHT) for n in (1, 2, 3)], now)
    with db.transaction() as session:
        begin_sitting(session, cast.wang, exam_id, now + timedelta(minutes=10))
    return sitting


def test_no_sitting_is_closed_while_answers_in_time_may_still_be_written(db, sitting):
    assert expire_overdue(db, sitting.deadline + timedelta(seconds=20)) == 0


def test_what_is_overdue_is_closed_at_its_deadline_with_all_its_answers(db, sitting):
    at = sitting.deadline + timedelta(seconds=21)
    assert expire_overdue(db, at) == 1
    with db.read() as session:
        states = session.execute(select(Sitting.state, Sitting.ended_at).order_by(Sitting.id)).all()
        assert states == [("expired", sitting.deadline), ("open", None)]
        noted = select(SittingEvent.at, SittingEvent.actor_id).where(SittingEvent.type == "expired")
        assert session.execute(noted).all() == [(at, None)]
        marks = select(Mark.mark).join(ScoreRun).where(ScoreRun.sitting_id == sitting.id)
        assert [str(mark) for mark in session.scalars(marks)] == ["2.00", "2.00", "2.00"]


def test_closing_overdue_sittings_is_idempotent(db, sitting):
    at = sitting.deadline + timedelta(hours=1)
    assert (expire_overdue(db, at), expire_overdue(db, at)) == (2, 0)


def test_after_a_long_outage_everything_is_closed_as_it_would_have_been(db, sitting):
    expire_overdue(db, sitting.deadline + timedelta(days=30))
    with db.read() as session:
        ends = session.scalars(select(Sitting.ended_at).order_by(Sitting.id)).all()
    assert ends == [sitting.deadline, sitting.deadline + timedelta(minutes=10)]


def test_one_that_cannot_be_closed_does_not_block_the_others(db, sitting, caplog):
    with db.transaction() as session:
        session.get_one(Sitting, sitting.id).paper = [{"broken": True}]
    assert expire_overdue(db, sitting.deadline + timedelta(hours=1)) == 1
    assert [record.getMessage() for record in caplog.records if record.name == "lms.sittings"] == [
        f"sitting {sitting.id} is overdue and could not be closed"
    ]
