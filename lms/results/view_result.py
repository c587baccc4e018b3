"""Collects what a candidate may see of a result now."""

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
from lms.sittings.find import CurrentAnswers, SittingView, current_answers, own_sitting
from lms.sittings.serve import ShownQuestion, show_questions
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
    """The answer at one position, with its key and how its mark was computed."""

    shown: ShownQuestion
    response: dict[str, Any]
    key: dict[str, Any]
    """As the API sends it: see Kind.key."""
    model_answer: dict[str, Any]
    """The correct answer as a response; {} if there is none."""
    picked: list[str] | None
    """The ids of the options that were chosen; None if an answer is not a choice of options."""
    right: list[str] | None
    """The ids of the correct options; None as for `picked`."""
    rubric: list[Criterion]
    sample: str
    """The model answer in words, if people mark by a rubric."""
    rationale: str
    source: str
    feedback: list[str]
    steps: list[Step]
    comment: str
    """What the marker wrote."""


@dataclass(frozen=True, slots=True)
class PositionMark:
    """The mark of one position."""

    position: int
    points: Decimal
    mark: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """What the candidate may see of this sitting now, and no more."""

    sitting: SittingView
    state: str
    """Of the sitting: open, submitted or expired."""
    visibility: Visibility
    answered: int
    score: Score | None = None
    marks: list[PositionMark] = field(default_factory=list)
    answers: list[VisibleAnswer] = field(default_factory=list)


def result_of(session: Session, actor: Actor, sitting_id: int, language: str, now: datetime) -> Result:
    """Return the result of the actor's own sitting. Seven queries at most."""
    sitting = own_sitting(session, actor, sitting_id)
    saved = current_answers(session, sitting_id)
    run = session.execute(_current_run(), {"sitting": sitting_id}).first()
    state = sitting.state_at(now)
    attempts_left = may_sit_again(available_exam(session, actor, sitting.exam_id, now))
    if sitting.annulled is not None:
        return Result(sitting, state, Visibility("annulled"), len(saved.answered))
    visibility = visibility_of(
        sitting.plan, state, run.state if run else None, run.released_at if run else None, attempts_left, now
    )
    answered = len(saved.answered)
    if run is None or not visibility.score:
        return Result(sitting, state, visibility, answered)
    rows = session.execute(_marks(), {"run": run.id}).all() if visibility.marks or visibility.answers else []
    marks = [_mark(row) for row in rows] if visibility.marks else []
    answers = _answers(session, sitting, saved, rows, language) if visibility.answers else []
    return Result(sitting, state, visibility, answered, _score(run), marks, answers)


@cache
def _current_run() -> Select[Any]:
    run = table_of(ScoreRun)
    return select(run).where(run.c.sitting_id == bindparam("sitting"), run.c.current)


@cache
def _marks() -> Select[Any]:
    mark = table_of(Mark)
    return select(mark).where(mark.c.run_id == bindparam("run")).order_by(mark.c.position)


def _score(run: Row[Any]) -> Score:
    sums = {name: Sum(Decimal(row["mark"]), Decimal(row["most"])) for name, row in run.competencies.items()}
    return Score(run.total, run.most, run.cut, bool(run.passed), sums)


def _mark(row: Row[Any]) -> PositionMark:
    return PositionMark(row.position, row.points, row.mark if row.mark is not None else Decimal("0.00"))


def _answers(
    session: Session, sitting: SittingView, saved: CurrentAnswers, rows: Sequence[Row[Any]], language: str
) -> list[VisibleAnswer]:
    by_version = paper_items(session, {position.version_id for position in sitting.paper})
    marks = {row.position: row for row in rows}
    answers = []
    for shown in show_questions(session, sitting, language):
        item = by_version[sitting.position(shown.position).version_id]
        answers.append(_visible_answer(shown, item, saved, marks[shown.position], language))
    return answers


def _visible_answer(
    shown: ShownQuestion, item: PaperItem, saved: CurrentAnswers, mark: Row[Any], language: str
) -> VisibleAnswer:
    answer = saved.answers.get(shown.position)
    response = answer.response if answer else {}
    question, body = item.question, shown.body
    kind = questions.get_kind(question.kind)
    model_answer, rubric = questions.model_answer(question, language), questions.rubric(question, language)
    return VisibleAnswer(
        shown,
        response,
        questions.answer_key(question, language),
        model_answer,
        kind.chosen_options(response),
        kind.chosen_options(model_answer),
        rubric,
        kind.response_to_paper(body, model_answer).in_(language) if rubric else "",
        item.rationale.get(language) or item.rationale.get("zh", ""),
        item.source,
        questions.feedback(question, response, language),
        steps(mark.parts, mark.points, questions.part_names(question, body, language)),
        mark.comment,
    )
