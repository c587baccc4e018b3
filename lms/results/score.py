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
from lms.results.release_results import release_runs
from lms.sittings.events import SittingEnded
from lms.sittings.find import CurrentAnswers, Position, SittingView

_RUN = table_of(ScoreRun)


@dataclass(frozen=True, slots=True)
class ScoredPosition:
    """One position: its item, and the score of the response."""

    position: Position
    item: PaperItem
    score: Score


def score_sitting(session: Session, ended: SittingEnded, now: datetime) -> None:
    """Add the sitting's next score run and, if no answer waits for a marker, its result."""
    sitting = ended.sitting
    scored = score_answers(session, sitting, ended.sealed)
    totals = totals_of(sitting, scored)
    run_id = _add_run(session, sitting, totals, now)
    if scored:
        session.execute(insert(table_of(Mark)), [_mark_row(run_id, position) for position in scored])
    if totals.passed is not None and counts_when_final(session, sitting):
        release_runs(session, [run_id], now)


def score_answers(session: Session, sitting: SittingView, answers: CurrentAnswers) -> list[ScoredPosition]:
    """Return the score of every answer, in the order of the form; a missing answer earns 0."""
    by_version = paper_items(session, {position.version_id for position in sitting.paper})
    scored = []
    for position in sitting.paper:
        item = by_version[position.version_id]
        answer = answers.answers.get(position.number)
        scored.append(
            ScoredPosition(
                position, item, questions.score_response(item.question, answer.response if answer else {})
            )
        )
    return scored


def totals_of(sitting: SittingView, scored: list[ScoredPosition]) -> Totals:
    """Return total, cut and verdict by the rules of the exam version."""
    rows = [
        Marked(position.item.competency, position.position.points, _mark_of(position)) for position in scored
    ]
    return marking.total_marks(rows, sitting.plan.pass_percent, sitting.plan.minima)


def run_columns(totals: Totals) -> dict[str, Any]:
    """Return the totals in the columns of a score run."""
    return {
        "total": totals.total,
        "most": totals.most,
        "cut": totals.cut,
        "passed": totals.passed,
        "state": "marking" if totals.passed is None else "final",
        "competencies": {
            name: {"mark": f"{total.mark:.2f}", "most": f"{total.most:.2f}"}
            for name, total in totals.competencies.items()
        },
    }


def _mark_of(scored: ScoredPosition) -> Any:
    if scored.score.needs_marker:
        return None
    return marking.mark(scored.position.points, scored.score.fraction)


def _add_run(session: Session, sitting: SittingView, totals: Totals, now: datetime) -> int:
    number: int = session.scalar(_newest_number(), {"sitting": sitting.id}) or 0
    if number:
        session.execute(
            update(ScoreRun).where(ScoreRun.sitting_id == sitting.id, ScoreRun.current).values(current=False)
        )
    run = insert(_RUN).values(
        sitting_id=sitting.id,
        number=number + 1,
        current=True,
        rules=marking.RULES,
        at=now,
        **run_columns(totals),
    )
    run_id: int = session.execute(run.returning(_RUN.c.id)).scalar_one()
    return run_id


@cache
def _newest_number() -> Select[Any]:
    return select(func.max(_RUN.c.number)).where(_RUN.c.sitting_id == bindparam("sitting"))


def counts_when_final(session: Session, sitting: SittingView) -> bool:
    """Return whether a result of this exam version counts as soon as it is final."""
    if sitting.plan.release == "at_once":
        return True
    # A release of this version waits for this transaction, or this one for it: no result is missed.
    session.execute(
        select(ExamVersion.id).where(ExamVersion.id == sitting.exam_version_id).with_for_update(read=True)
    )
    return session.get(Release, sitting.exam_version_id) is not None


def _mark_row(run_id: int, scored: ScoredPosition) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "position": scored.position.number,
        "version_id": scored.position.version_id,
        "points": scored.position.points,
        "mark": _mark_of(scored),
        "fraction": str(scored.score.fraction),
        "parts": [{"what": part.what, "fraction": str(part.fraction)} for part in scored.score.parts],
        "needs_marker": scored.score.needs_marker,
    }
