"""Marking by people: anonymous, against the rubric, within the marker's units."""

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
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.domain.question.protocol import Criterion
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import clean
from lms.exams.items import paper_items
from lms.exams.models import ExamVersion
from lms.exams.published import plan_of
from lms.people.models import Person, Unit
from lms.people.scope import in_units
from lms.platform import audit
from lms.results.models import Mark, ScoreRun
from lms.results.release_results import count
from lms.results.score import releases, run_columns
from lms.sittings.find import SittingView, current, one
from lms.sittings.models import Sitting

PAGE = 50
LONGEST_COMMENT = 2000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a marker. Nobody is named."""

    id: int
    exam: Text
    position: int
    points: Decimal
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Script:
    """An answer to be marked, with what it is measured by."""

    waiting: Waiting
    stem: str
    text: str
    rubric: list[Criterion]
    sample: str

    @property
    def characters(self) -> int:
        """Its length without blanks and line breaks, as the candidate was told to count."""
        return len("".join(self.text.split()))


def waiting(session: Session, actor: Actor, after: int = 0) -> list[Waiting]:
    """What waits for this marker, by key, PAGE at a time; never their own."""
    rows = session.execute(
        _within(actor).where(Mark.mark.is_(None), Mark.id > after).order_by(Mark.id).limit(PAGE)
    )
    return [_waiting(row) for row in rows]


def script(session: Session, actor: Actor, mark_id: int, language: str) -> Script:
    """One answer to be marked."""
    row = _row(session, actor, mark_id)
    question = paper_items(session, {row.version_id})[row.version_id].question
    answer = current(session, row.sitting_id).answers.get(row.position)
    shown = questions.show(question, 0, language, shuffle=False)
    given, best = (
        questions.kind(question.kind).by_hand(shown, response).in_(language)
        for response in (answer.response if answer else {}, questions.model_answer(question, language))
    )
    return Script(_waiting(row), shown["stem"], given, questions.rubric(question, language), best)


def mark(
    session: Session, actor: Actor, mark_id: int, given: Sequence[Decimal], comment: str, now: datetime
) -> bool:
    """Give points per criterion of the rubric; whether the sitting's result is final with it.

    Until then a mark may be corrected by marking again. Raises Refused (400) with what is wrong
    with the points, 404 outside the marker's units, 409 once the result is final.
    """
    row = _row(session, actor, mark_id)
    held = one(session, row.sitting_id)
    counts = releases(session, held)  # locks the version before the run, as releasing does
    state = session.execute(
        select(ScoreRun.state).where(ScoreRun.id == row.run_id).with_for_update()
    ).scalar_one()
    if state == "final":
        raise Refused(
            "mark.final",
            Text("这份答卷的成绩已经评定", "The result of this paper is final"),
            Text("如有异议，请走成绩复核", "If it is in doubt, ask for a review of the result"),
        )
    question = paper_items(session, {row.version_id})[row.version_id].question
    comment = clean(comment)
    earned = _sum(given, questions.rubric(question), comment)
    _keep(session, row, earned, given, comment, actor, now)
    facts = {"sitting": row.sitting_id, "position": row.position, "mark": earned, "before": row.mark}
    audit.record(session, "results.mark", f"mark:{mark_id}", actor.id, now, "ok", **facts)
    final = _settle(session, row.run_id, held)
    if final and counts:
        count(session, [row.run_id], now)
    return final


def _keep(
    session: Session,
    row: Any,
    earned: Decimal,
    given: Sequence[Decimal],
    comment: str,
    actor: Actor,
    now: datetime,
) -> None:
    whole = Fraction(row.points)
    steps = [
        {"what": str(number), "fraction": str(Fraction(got) / whole)} for number, got in enumerate(given, 1)
    ]
    session.execute(
        update(Mark)
        .where(Mark.id == row.id)
        .values(
            mark=earned,
            fraction=str(Fraction(earned) / whole),
            parts=steps,
            marker_id=actor.id,
            marked_at=now,
            comment=comment,
        )
    )


def _settle(session: Session, run_id: int, held: SittingView) -> bool:
    """Add the run up again; whether nothing is missing any more."""
    marks = session.execute(
        select(Mark.version_id, Mark.points, Mark.mark).where(Mark.run_id == run_id)
    ).all()
    known = paper_items(session, {row.version_id for row in marks})
    rows = [Marked(known[row.version_id].competency, row.points, row.mark) for row in marks]
    found = marking.total_marks(rows, held.plan.pass_percent, held.plan.minima)
    session.execute(update(ScoreRun).where(ScoreRun.id == run_id).values(**run_columns(found)))
    return found.passed is not None


def _sum(given: Sequence[Decimal], rubric: Sequence[Criterion], comment: str) -> Decimal:
    """The mark; refused with everything that is wrong with the points and the comment."""
    problems: list[Problem] = []
    if (over := len(comment) - LONGEST_COMMENT) > 0:
        what = Text(
            f"评语最多 {LONGEST_COMMENT} 个字符，现有 {len(comment)} 个",
            f"A comment has at most {LONGEST_COMMENT} characters, this has {len(comment)}",
        )
        problems.append(Problem(FieldPath("comment"), what, Text(f"请删去 {over} 个字符", f"Remove {over}")))
    if len(given) != len(rubric):
        what = Text(f"应有 {len(rubric)} 个分数", f"There must be {len(rubric)} marks")
        problems.append(
            Problem(FieldPath("criteria"), what, Text("请给每条标准打分", "Mark every criterion"))
        )
    for number, (points, criterion) in enumerate(zip(given, rubric, strict=False), 1):
        most = Decimal(criterion["points"])
        if not (points.is_finite() and 0 <= points <= most) or points != round(points, 2):
            limit = decimal_text(most)
            what = Text(
                f"应是 0 到 {limit}、至多两位小数的分数", f"must be from 0 to {limit}, at most two places"
            )
            problems.append(Problem(FieldPath(f"criteria[{number}]"), what, Text("请改正", "Correct it")))
    if problems:
        raise Refused(
            "mark.invalid",
            Text("评分有误，没有保存", "The marks are not valid and were not saved"),
            Text("请按提示改正后重新提交", "Correct what is listed and send it again"),
            status=400,
            problems=problems,
        )
    return sum(given, Decimal("0.00"))


def _within(actor: Actor) -> Select[Any]:
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
    row = session.execute(_within(actor).where(Mark.id == mark_id)).first()
    if row is None:
        raise not_found(Text("待阅答卷", "script"))
    return row


def _waiting(row: Any) -> Waiting:
    return Waiting(row.id, plan_of(row.plan).title, row.position, row.points, row.ended_at)
