"""A candidate's view of a result: as much of it as they may see now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.exam.marking import Sum
from lms.domain.question.protocol import Criterion
from lms.exams.items import PaperItem, paper_items
from lms.platform.db.insert import table_of
from lms.results.explain import Step, steps
from lms.results.models import Mark, ScoreRun
from lms.results.visibility import Visibility, visibility_of
from lms.sittings.find import CurrentAnswers, SittingView, current, own
from lms.sittings.serve import ShownQuestion, show
from lms.sittings.start.attempts import may_sit_again
from lms.sittings.start.available import available_exam


@dataclass(frozen=True, slots=True)
class Score:
    """The result as a whole."""

    total: Decimal
    most: Decimal
    cut: Decimal
    passed: bool
    competencies: Mapping[str, Sum]


@dataclass(frozen=True, slots=True)
class VisibleAnswer:
    """The answer at one position, with its key and how its mark came about."""

    shown: ShownQuestion
    response: dict[str, Any]
    key: dict[str, Any]
    """As programs get it: see Kind.key."""
    answer: dict[str, Any]
    """The right answer as a response; {} where there is none."""
    picked: list[str] | None
    """The ids of the options that were picked, and that are right; None where an answer is no pick of options."""
    right: list[str] | None
    rubric: list[Criterion]
    sample: str
    """The model answer in words, where a person marks by a rubric."""
    rationale: str
    source: str
    feedback: list[str]
    steps: list[Step]
    comment: str
    """What the marker wrote."""


@dataclass(frozen=True, slots=True)
class PositionMark:
    """What one position earned."""

    position: int
    points: Decimal
    mark: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """What this person may see of this sitting now; the rest is not there."""

    held: SittingView
    state: str
    """Of the sitting: open, submitted or expired."""
    sight: Visibility
    answered: int
    score: Score | None = None
    marks: list[PositionMark] = field(default_factory=list)
    answers: list[VisibleAnswer] = field(default_factory=list)


def result_of(session: Session, actor: Actor, sitting_id: int, language: str, now: datetime) -> Result:
    """The result of the actor's own sitting. Seven queries at most."""
    held = own(session, actor, sitting_id)
    given = current(session, sitting_id)
    run = session.execute(_run(), {"sitting": sitting_id}).first()
    state = held.state_at(now)
    again = may_sit_again(available_exam(session, actor, held.exam_id, now))
    if held.annulled is not None:
        return Result(held, state, Visibility("annulled"), len(given.answered))
    seen = visibility_of(
        held.plan, state, run.state if run else None, run.released_at if run else None, again, now
    )
    answered = len(given.answered)
    if run is None or not seen.score:
        return Result(held, state, seen, answered)
    rows = session.execute(_marks(), {"run": run.id}).all() if seen.marks or seen.answers else []
    marks = [_mark(row) for row in rows] if seen.marks else []
    answers = _answers(session, held, given, rows, language) if seen.answers else []
    return Result(held, state, seen, answered, _score(run), marks, answers)


@cache
def _run() -> Select[Any]:
    run = table_of(ScoreRun)
    return select(run).where(run.c.sitting_id == bindparam("sitting"), run.c.current)


@cache
def _marks() -> Select[Any]:
    mark = table_of(Mark)
    return select(mark).where(mark.c.run_id == bindparam("run")).order_by(mark.c.position)


def _score(run: Row[Any]) -> Score:
    sums = {name: Sum(Decimal(one["mark"]), Decimal(one["most"])) for name, one in run.competencies.items()}
    return Score(run.total, run.most, run.cut, bool(run.passed), sums)


def _mark(row: Row[Any]) -> PositionMark:
    return PositionMark(row.position, row.points, row.mark if row.mark is not None else Decimal("0.00"))


def _answers(
    session: Session, held: SittingView, given: CurrentAnswers, rows: Sequence[Row[Any]], language: str
) -> list[VisibleAnswer]:
    found = paper_items(session, {place.version_id for place in held.paper})
    marks = {row.position: row for row in rows}
    return [
        _seen(shown, found[held.position(shown.position).version_id], given, marks[shown.position], language)
        for shown in show(session, held, language)
    ]


def _seen(
    shown: ShownQuestion, item: PaperItem, given: CurrentAnswers, mark: Row[Any], language: str
) -> VisibleAnswer:
    current_answer = given.answers.get(shown.position)
    response = current_answer.response if current_answer else {}
    question, body = item.question, shown.body
    own = questions.kind(question.kind)
    answer, rubric = questions.model_answer(question, language), questions.rubric(question, language)
    return VisibleAnswer(
        shown,
        response,
        questions.key(question, language),
        answer,
        own.picks(response),
        own.picks(answer),
        rubric,
        own.by_hand(body, answer).in_(language) if rubric else "",
        item.rationale.get(language) or item.rationale.get("zh", ""),
        item.source,
        questions.feedback(question, response, language),
        steps(mark.parts, mark.points, questions.part_names(question, body, language)),
        mark.comment,
    )
