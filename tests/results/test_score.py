"""Scoring at the end of a sitting: every number, and what it needs to be final."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.domain.exam.marking import RULES
from lms.platform import events
from lms.results.events import SittingScored
from lms.results.models import Mark, ScoreRun
from lms.results.passed import Passed, passed
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from tests.exam_room import exam_of_kinds

pytestmark = pytest.mark.both_engines


@pytest.fixture
def heard(monkeypatch):
    """What rises from this room."""
    told: list[SittingScored] = []
    listening = [*events._handlers[SittingScored], lambda _session, event, _now: told.append(event)]
    monkeypatch.setitem(events._handlers, SittingScored, listening)
    return told


def sat(db, actor, exam_id, now, *responses):
    """A sitting handed in with these responses; None leaves a position alone."""
    with db.transaction() as session:
        held = begin_sitting(session, actor, exam_id, now).sitting
        packets = [AnswerUpdate(n, n, one) for n, one in enumerate(responses, 1) if one is not None]
        save_answers(session, actor, held.id, packets, now)
    with db.transaction() as session:
        return submit_sitting(session, actor, held.id, {}, now).sitting


def run_of(db, held) -> ScoreRun:
    with db.read() as session:
        return session.scalars(select(ScoreRun).where(ScoreRun.sitting_id == held.id, ScoreRun.current)).one()


def marks_of(db, held) -> list[tuple]:
    with db.read() as session:
        columns = (Mark.position, Mark.points, Mark.mark, Mark.fraction, Mark.parts, Mark.needs_marker)
        query = select(*columns).join(ScoreRun).where(ScoreRun.sitting_id == held.id)
        return [tuple(row) for row in session.execute(query.order_by(Mark.position))]


def test_every_position_has_a_mark_with_its_steps(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", "true_false")
    held = sat(db, cast.lin, exam_id, now, {"choice": "b"}, {"blanks": ["北京", "成都"]}, None)
    two = Decimal(2)
    assert marks_of(db, held) == [
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


def test_the_run_adds_up_and_says_who_passes(db, cast, now, heard):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="75")
    held = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    run = run_of(db, held)
    assert (run.number, run.state, run.rules, run.at, run.released_at) == (1, "final", RULES, now, now)
    assert (run.total, run.most, run.cut, run.passed) == (Decimal(3), Decimal(4), Decimal(3), True)
    assert run.competencies == {"writing": {"mark": "3.00", "most": "4.00"}}
    assert heard == [SittingScored(held.id, cast.lin.id, exam_id, True)]


def test_a_hundredth_below_the_cut_fails(db, cast, now, heard):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="75.25")
    held = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    assert (run_of(db, held).cut, run_of(db, held).passed) == (Decimal("3.01"), False)
    assert heard == [SittingScored(held.id, cast.lin.id, exam_id, False)]


def test_nothing_answered_is_zero_and_final(db, cast, now):
    held = sat(db, cast.lin, exam_of_kinds(db, now), now)
    run = run_of(db, held)
    assert (run.state, run.total, run.most, run.passed) == ("final", Decimal(0), Decimal(21), False)


def test_a_written_essay_waits_for_a_marker_and_nothing_is_told(db, cast, now, heard):
    held = sat(
        db, cast.lin, exam_of_kinds(db, now, "essay", "true_false"), now, {"text": "如下"}, {"value": True}
    )
    run = run_of(db, held)
    assert (run.state, run.total, run.passed, run.released_at) == ("marking", Decimal(2), None, None)
    assert [(row[2], row[5]) for row in marks_of(db, held)] == [(None, True), (Decimal(2), False)]
    assert heard == []


def test_a_minimum_of_a_competency_decides_too(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="10", minima={"writing": "80"})
    held = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    assert run_of(db, held).passed is False


def test_late_answers_earn_nothing(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice")
    with db.transaction() as session:
        held = begin_sitting(session, cast.lin, exam_id, now).sitting
    with db.transaction() as session:
        save_answers(
            session,
            cast.lin,
            held.id,
            [AnswerUpdate(1, 1, {"choice": "a"})],
            held.deadline.replace(minute=59),
        )
    with db.transaction() as session:
        submit_sitting(session, cast.lin, held.id, {}, held.deadline.replace(minute=59))
    assert run_of(db, held).total == Decimal(0)


def test_the_best_passing_sitting_counts(db, cast, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", pass_percent="50", attempts=3)
    sat(db, cast.lin, exam_id, now, {"choice": "a"}, None)
    best = sat(db, cast.lin, exam_id, now, {"choice": "a"}, {"blanks": ["北京", "昆明"]})
    sat(db, cast.lin, exam_id, now, None, None)
    with db.read() as session:
        assert passed(session, cast.lin.id, "kinds") == Passed(best.id, Decimal(4), Decimal(4))
        assert passed(session, cast.wang.id, "kinds") is None
