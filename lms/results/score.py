"""Scores a sitting as it ends: each answer by its kind's rule, in the transaction that seals them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from lms import questions
from lms.domain.exam import marking
from lms.domain.exam.marking import Marked, Totals
from lms.domain.question.protocol import Score
from lms.exams.items import PaperItem, paper_items
from lms.exams.models import ExamVersion
from lms.platform.db.insert import table_of
from lms.results.models import Mark, Release, ScoreRun
from lms.results.release_results import count
from lms.sittings.events import SittingEnded
from lms.sittings.find import CurrentAnswers, Position, SittingView

_RUN = table_of(ScoreRun)


@dataclass(frozen=True, slots=True)
class Scored:
    """One position: its item, and what the response is worth."""

    position: Position
    item: PaperItem
    score: Score


def score(session: Session, ended: SittingEnded, now: datetime) -> None:
    """Make the sitting's next score run and, if nothing waits for a marker, its result."""
    held = ended.held
    scored = score_paper(session, held, ended.sealed)
    found = total_of(held, scored)
    run_id = _add_run(session, held, found, now)
    if scored:
        session.execute(insert(table_of(Mark)), [_mark(run_id, one) for one in scored])
    if found.passed is not None and releases(session, held):
        count(session, [run_id], now)


def score_paper(session: Session, held: SittingView, answers: CurrentAnswers) -> list[Scored]:
    """The worth of every answer, in the order of the paper; nothing given is nothing earned."""
    found = paper_items(session, {position.version_id for position in held.paper})
    scored = []
    for position in held.paper:
        item = found[position.version_id]
        answer = answers.answers.get(position.number)
        scored.append(
            Scored(position, item, questions.score(item.question, answer.response if answer else {}))
        )
    return scored


def total_of(held: SittingView, scored: list[Scored]) -> Totals:
    """Total, cut and verdict by the rules of the exam version."""
    rows = [Marked(one.item.competency, one.position.points, _worth(one)) for one in scored]
    return marking.total_marks(rows, held.plan.pass_percent, held.plan.minima)


def run_columns(found: Totals) -> dict[str, Any]:
    """A tally in the columns of a score run."""
    return {
        "total": found.total,
        "most": found.most,
        "cut": found.cut,
        "passed": found.passed,
        "state": "marking" if found.passed is None else "final",
        "competencies": {
            name: {"mark": f"{one.mark:.2f}", "most": f"{one.most:.2f}"}
            for name, one in found.competencies.items()
        },
    }


def _worth(one: Scored) -> Any:
    return None if one.score.needs_marker else marking.mark(one.position.points, one.score.fraction)


def _add_run(session: Session, held: SittingView, found: Totals, now: datetime) -> int:
    number: int = session.scalar(_newest(), {"sitting": held.id}) or 0
    if number:
        session.execute(
            update(ScoreRun).where(ScoreRun.sitting_id == held.id, ScoreRun.current).values(current=False)
        )
    run = insert(_RUN).values(
        sitting_id=held.id, number=number + 1, current=True, rules=marking.RULES, at=now, **run_columns(found)
    )
    added: int = session.execute(run.returning(_RUN.c.id)).scalar_one()
    return added


@cache
def _newest() -> Select[Any]:
    return select(func.max(_RUN.c.number)).where(_RUN.c.sitting_id == bindparam("sitting"))


def releases(session: Session, held: SittingView) -> bool:
    """Whether a result of this exam version counts as soon as it is final."""
    if held.plan.release == "at_once":
        return True
    # Whoever releases this version waits for us, or we for them: no result falls in between.
    session.execute(
        select(ExamVersion.id).where(ExamVersion.id == held.exam_version_id).with_for_update(read=True)
    )
    return session.get(Release, held.exam_version_id) is not None


def _mark(run_id: int, one: Scored) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "position": one.position.number,
        "version_id": one.position.version_id,
        "points": one.position.points,
        "mark": _worth(one),
        "fraction": str(one.score.fraction),
        "parts": [{"what": part.what, "fraction": str(part.fraction)} for part in one.score.parts],
        "needs_marker": one.score.needs_marker,
    }
