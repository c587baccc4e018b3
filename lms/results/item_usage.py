"""Counts how often items were answered in exams, for the pages of the bank."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from lms.bank.messages import version_numbers
from lms.bank.usage import ExamUsage
from lms.domain.problem import Text
from lms.exams import pool_usage
from lms.platform.db.insert import batched
from lms.results import messages
from lms.results.models import Mark, ScoreRun
from lms.sittings.models import Sitting


def usage_texts(session: Session, versions: Mapping[int, int]) -> list[Text]:
    """Return a line with the number of sittings whose forms contain one of these item versions; one query."""
    rows = session.execute(
        select(Mark.version_id, func.count(ScoreRun.sitting_id.distinct()))
        .join(ScoreRun, (ScoreRun.id == Mark.run_id) & ScoreRun.current)
        .where(Mark.version_id.in_(versions))
        .group_by(Mark.version_id)
    ).all()
    if not rows:
        return []
    used = version_numbers([versions[row[0]] for row in rows])
    return [messages.used_in_sittings(sum(row[1] for row in rows), used)]


def exam_usage(session: Session, version_ids: Collection[int]) -> list[ExamUsage]:
    """Return the exams whose current version may draw one of these item versions, or whose sittings had one."""
    drawing = pool_usage.exams_drawing(session, version_ids)
    served: dict[int, tuple[int, int]] = {}
    for part in batched(sorted(version_ids), 500):
        for exam_id, sittings, people in session.execute(_sittings_by_exam(part)):
            before = served.get(exam_id, (0, 0))
            served[exam_id] = before[0] + sittings, before[1] + people
    ids = drawing | served.keys()
    scored = select(Sitting.exam_id, func.count()).join(ScoreRun, _current()).where(Sitting.exam_id.in_(ids))
    sums = {row[0]: int(row[1]) for row in session.execute(scored.group_by(Sitting.exam_id))}
    titles = pool_usage.exam_titles(session, ids)
    return [
        _exam_usage(id_, titles[id_], id_ in drawing, served.get(id_, (0, 0)), sums.get(id_, 0))
        for id_ in sorted(ids)
    ]


def _exam_usage(exam_id: int, title: Text, draws: bool, served: tuple[int, int], total: int) -> ExamUsage:
    """Count a sitting that had several of them, and so appears in several parts, once at most."""
    return ExamUsage(exam_id, title, draws, min(served[0], total), min(served[1], total), total)


def _current() -> ColumnElement[bool]:
    return (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current


def _sittings_by_exam(version_ids: Sequence[int]) -> Select[int, int, int]:
    return (
        select(Sitting.exam_id, func.count(Sitting.id.distinct()), func.count(Sitting.person_id.distinct()))
        .join(ScoreRun, _current())
        .join(Mark, Mark.run_id == ScoreRun.id)
        .where(Mark.version_id.in_(version_ids))
        .group_by(Sitting.exam_id)
    )
