"""Marks answers by hand: anonymous, against the rubric, within the marker's units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor, Permission
from lms.domain.exam import marking
from lms.domain.exam.marking import Marked
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Criterion
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import clean
from lms.exams.items import paper_items
from lms.exams.models import ExamVersion
from lms.exams.published import plan_of
from lms.people.models import Person, Unit
from lms.people.scope import in_units
from lms.platform import audit
from lms.results import messages
from lms.results.models import Mark, ScoreRun
from lms.results.release_results import release_runs
from lms.results.score import counts_when_final, run_columns
from lms.sittings import find
from lms.sittings.find import SittingView
from lms.sittings.models import Sitting

PAGE = 50
LONGEST_COMMENT = 2000
"""Characters."""


@dataclass(frozen=True, slots=True)
class AnswerToMark:
    """An answer that waits for a marker, without names."""

    id: int
    exam: Text
    position: int
    points: Decimal
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Script:
    """An answer to be marked, with its question and rubric."""

    answer: AnswerToMark
    stem: str
    text: str
    rubric: list[Criterion]
    sample: str
    comment_shown: Text
    """When and to whom the comment is shown."""

    @property
    def characters(self) -> int:
        """Its length without spaces and line breaks, as the question asks candidates to count."""
        return len("".join(self.text.split()))


def answers_to_mark(session: Session, actor: Actor, after: int = 0) -> list[AnswerToMark]:
    """Return what waits for this marker, in the order of keys, PAGE at a time; never their own answers."""
    rows = session.execute(
        _markable(actor).where(Mark.mark.is_(None), Mark.id > after).order_by(Mark.id).limit(PAGE)
    )
    return [_answer_to_mark(row) for row in rows]


def script(session: Session, actor: Actor, mark_id: int, language: str) -> Script:
    """Return one answer to be marked. Raise Refused (404) if it is not for this marker."""
    row = _row(session, actor, mark_id)
    question = paper_items(session, {row.version_id})[row.version_id].question
    answer = find.current_answers(session, row.sitting_id).answers.get(row.position)
    shown = questions.show_question(question, 0, language, shuffle=False)
    text, sample = (
        questions.get_kind(question.kind).response_to_paper(shown, response).in_(language)
        for response in (answer.response if answer else {}, questions.model_answer(question, language))
    )
    shows_answers = plan_of(row.plan).review == "answers"
    return Script(
        _answer_to_mark(row),
        shown["stem"],
        text,
        questions.rubric(question, language),
        sample,
        messages.COMMENT_SHOWN if shows_answers else messages.COMMENT_KEPT,
    )


def mark_answer(
    session: Session, actor: Actor, mark_id: int, given: Sequence[Decimal], comment: str, now: datetime
) -> bool:
    """Save the points per criterion of the rubric; return whether the sitting's result is now final.

    Until then a mark may be corrected by marking again. Raise Refused (400) with what is wrong
    with the points, 404 outside the marker's units, 409 once the result is final.
    """
    row = _row(session, actor, mark_id)
    sitting = find.any_sitting(session, row.sitting_id)
    counts = counts_when_final(session, sitting)  # locks the version before the run, as releasing does
    state = session.execute(
        select(ScoreRun.state).where(ScoreRun.id == row.run_id).with_for_update()
    ).scalar_one()
    if state == "final":
        raise messages.mark_final()
    question = paper_items(session, {row.version_id})[row.version_id].question
    comment = clean(comment)
    earned = _checked_sum(given, questions.rubric(question), comment)
    _save(session, row, earned, given, comment, actor, now)
    facts = {"sitting": row.sitting_id, "position": row.position, "mark": earned, "before": row.mark}
    audit.record(session, "results.mark", f"mark:{mark_id}", actor.id, now, "ok", **facts)
    final = _update_totals(session, row.run_id, sitting)
    if final and counts:
        release_runs(session, [row.run_id], now)
    return final


def _save(
    session: Session,
    row: Any,
    earned: Decimal,
    given: Sequence[Decimal],
    comment: str,
    actor: Actor,
    now: datetime,
) -> None:
    most = Fraction(row.points)
    parts = [
        {"what": str(number), "fraction": str(Fraction(points) / most)}
        for number, points in enumerate(given, 1)
    ]
    session.execute(
        update(Mark)
        .where(Mark.id == row.id)
        .values(
            mark=earned,
            fraction=str(Fraction(earned) / most),
            parts=parts,
            marker_id=actor.id,
            marked_at=now,
            comment=comment,
        )
    )


def _update_totals(session: Session, run_id: int, sitting: SittingView) -> bool:
    """Add up the run; return whether all its answers are marked."""
    marks = session.execute(
        select(Mark.version_id, Mark.points, Mark.mark).where(Mark.run_id == run_id)
    ).all()
    by_version = paper_items(session, {row.version_id for row in marks})
    rows = [Marked(by_version[row.version_id].competency, row.points, row.mark) for row in marks]
    totals = marking.total_marks(rows, sitting.plan.pass_percent, sitting.plan.minima)
    session.execute(update(ScoreRun).where(ScoreRun.id == run_id).values(**run_columns(totals)))
    return totals.passed is not None


def _checked_sum(given: Sequence[Decimal], rubric: Sequence[Criterion], comment: str) -> Decimal:
    """Return the mark. Raise Refused with everything that is wrong with the points and the comment."""
    problems: list[Problem] = []
    if len(comment) > LONGEST_COMMENT:
        problems.append(messages.comment_too_long(len(comment), LONGEST_COMMENT))
    if len(given) != len(rubric):
        problems.append(messages.points_missing(len(rubric)))
    for number, (points, criterion) in enumerate(zip(given, rubric, strict=False), 1):
        most = Decimal(criterion["points"])
        if not (points.is_finite() and 0 <= points <= most) or points != round(points, 2):
            problems.append(messages.points_out_of_range(number, decimal_text(most)))
    if problems:
        raise messages.marks_invalid(problems)
    return sum(given, Decimal("0.00"))


def _markable(actor: Actor) -> Select[Any]:
    return (
        select(
            Mark.id,
            Mark.run_id,
            Mark.version_id,
            Mark.position,
            Mark.points,
            Mark.mark,
            Sitting.id.label("sitting_id"),
            Sitting.ended_at,
            ExamVersion.plan,
        )
        .join(ScoreRun, (ScoreRun.id == Mark.run_id) & ScoreRun.current)
        .join(Sitting, Sitting.id == ScoreRun.sitting_id)
        .join(ExamVersion, ExamVersion.id == Sitting.exam_version_id)
        .join(Person, Person.id == Sitting.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Mark.needs_marker, in_units(actor, Permission.MARK, Unit.path), Person.id != actor.id)
    )


def _row(session: Session, actor: Actor, mark_id: int) -> Any:
    row = session.execute(_markable(actor).where(Mark.id == mark_id)).first()
    if row is None:
        raise messages.no_answer_to_mark()
    return row


def _answer_to_mark(row: Any) -> AnswerToMark:
    return AnswerToMark(row.id, plan_of(row.plan).title, row.position, row.points, row.ended_at)
