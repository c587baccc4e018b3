"""Scoring at the end of a sitting: every number, and what it needs to be final."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.domain.exam.marking import RULES
from lms.platform import events
from lms.results.events import SittingScored
from lms.results.models import Mark, ScoreRun
from lms.results.passed import PassingSitting, passing_sitting
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import exam_of_kinds

pytestmark = pytest.mark.both_engines


@pytest.fixture
def emitted(monkeypatch):
    """The SittingScored events so far."""
    scored: list[SittingScored] = []
    handlers = [*events._handlers[SittingScored], lambda _session, event, _now: scored.append(event)]
    monkeypatch.setitem(events._handlers, SittingScored, handlers)
    return scored


def sat(db, actor, exam_id, now, *responses):
    """A sitting submitted with these responses; None leaves a position unanswered."""
    with db.transaction() as session:
        sitting = begin_sitting(session, actor, exam_id, now).sitting
        answers = enumerate(responses, 1)
        updates = [AnswerUpdate(n, n, response) for n, response in answers if response is not None]
        save_answers(session, actor, sitting.id, updates, now)
    with db.transaction() as session:
        return submit_sitting(session, actor, sitting.id, {}, now).sitting


def run_of(db, sitting) -> ScoreRun:
    with db.read() as session:
        return session.scalars(
            select(ScoreRun).where(ScoreRun.sitting_id == sitting.id, ScoreRun.current)
        ).one()


def marks_of(db, sitting) -> list[tuple]:
    with db.read() as session:
        columns = (Mark.position, Mark.points, Mark.mark, Mark.fraction, Mark.parts, Mark.needs_marker)
        query = select(*columns).join(ScoreRun).where(ScoreRun.sitting_id == sitting.id)
        return [tuple(row) for row in session.execute(query.order_by(Mark.position))]


def test_every_position_has_a_mark_with_its_steps(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", "true_false")
    sitting = sat(db, cast.lin, exam_id, now, {"choice": "b"}, {"blanks": ["北京", "成都"]}, None)
    two = Decimal(2)
    assert marks_of(db, sitting) == [
        (1, two, Decimal(0), "0", [{"what": "b", "fraction": "0"}], False),
        (
            2,
            two,
            Decimal(1),
            "1/2",
            [{"what": "1", "fraction": "1/2"}, {"what": "2", "fraction": "0"}],
            False,
        ),
        (3, two, Decimal(0), "0", [], False),
    ]


def test_the_run_adds_up_and_says_who_passes(db, cast, now, emitted):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="75")
    sitting = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    run = run_of(db, sitting)
    assert (run.number, run.state, run.rules, run.at, run.released_at) == (1, "final", RULES, now, now)
    assert (run.total, run.most, run.cut, run.passed) == (Decimal(3), Decimal(4), Decimal(3), True)
    assert run.competencies == {"writing": {"mark": "3.00", "most": "4.00"}}
    assert emitted == [SittingScored(sitting.id, cast.lin.id, exam_id, True)]


def test_a_hundredth_below_the_cut_fails(db, cast, now, emitted):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="75.25")
    sitting = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    assert (run_of(db, sitting).cut, run_of(db, sitting).passed) == (Decimal("3.01"), False)
    assert emitted == [SittingScored(sitting.id, cast.lin.id, exam_id, False)]


def test_a_sitting_without_answers_is_zero_and_final(db, cast, now):
    sitting = sat(db, cast.lin, exam_of_kinds(db, now), now)
    run = run_of(db, sitting)
    assert (run.state, run.total, run.most, run.passed) == ("final", Decimal(0), Decimal(21), False)


def test_a_written_essay_waits_for_a_marker_and_no_event_is_emitted(db, cast, now, emitted):
    sitting = sat(
        db, cast.lin, exam_of_kinds(db, now, "essay", "true_false"), now, {"text": "如下"}, {"value": True}
    )
    run = run_of(db, sitting)
    assert (run.state, run.total, run.passed, run.released_at) == ("marking", Decimal(2), None, None)
    assert [(row[2], row[5]) for row in marks_of(db, sitting)] == [(None, True), (Decimal(2), False)]
    assert emitted == []


def test_a_minimum_of_a_competency_decides_too(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="10", minima={"writing": "80"})
    sitting = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    assert run_of(db, sitting).passed is False


def test_late_answers_earn_nothing(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice")
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
    with db.transaction() as session:
        save_answers(
            session,
            cast.lin,
            sitting.id,
            [AnswerUpdate(1, 1, {"choice": "a"})],
            sitting.deadline.replace(minute=59),
        )
    with db.transaction() as session:
        submit_sitting(session, cast.lin, sitting.id, {}, sitting.deadline.replace(minute=59))
    assert run_of(db, sitting).total == Decimal(0)


def test_the_best_passing_sitting_counts(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="50", attempts=3)
    sat(db, cast.lin, exam_id, now, {"choice": "a"}, None)
    best = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "昆明"]})
    sat(db, cast.lin, exam_id, now, None, None)
    with db.read() as session:
        assert passing_sitting(session, cast.lin.id, "kinds") == PassingSitting(
            best.id, Decimal(4), Decimal(4)
        )
        assert passing_sitting(session, cast.wang.id, "kinds") is None
