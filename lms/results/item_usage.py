"""How often an item was answered in exams: what the page of the item says."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from lms.bank.usage import Where, numbers
from lms.domain.problem import Text
from lms.exams import pool_usage
from lms.platform.db.insert import batched
from lms.results.models import Mark, ScoreRun
from lms.sittings.models import Sitting


def served(session: Session, versions: Mapping[int, int]) -> list[Text]:
    """A line with the number of sittings whose papers held one of these item versions; one query."""
    rows = session.execute(
        select(Mark.version_id, func.count(ScoreRun.sitting_id.distinct()))
        .join(ScoreRun, (ScoreRun.id == Mark.run_id) & ScoreRun.current)
        .where(Mark.version_id.in_(versions))
        .group_by(Mark.version_id)
    ).all()
    if not rows:
        return []
    which = numbers([versions[row[0]] for row in rows])
    count = sum(row[1] for row in rows)
    return [
        Text(
            f"已交卷的考试中用过 {count} 次：{which.zh}",
            f"Used {count} times in finished sittings: {which.en}",
        )
    ]


def where(session: Session, version_ids: Collection[int]) -> list[Where]:
    """The exams whose current version may draw one of these item versions, or whose sittings held one."""
    drawing = pool_usage.exams_drawing(session, version_ids)
    seen: dict[int, tuple[int, int]] = {}
    for part in batched(sorted(version_ids), 500):
        for exam_id, sittings, people in session.execute(_seen(part)):
            before = seen.get(exam_id, (0, 0))
            seen[exam_id] = before[0] + sittings, before[1] + people
    ids = drawing | seen.keys()
    sat = select(Sitting.exam_id, func.count()).join(ScoreRun, _current()).where(Sitting.exam_id.in_(ids))
    of = {row[0]: int(row[1]) for row in session.execute(sat.group_by(Sitting.exam_id))}
    titles = pool_usage.exam_titles(session, ids)
    return [
        _where(id_, titles[id_], id_ in drawing, seen.get(id_, (0, 0)), of.get(id_, 0)) for id_ in sorted(ids)
    ]


def _where(exam_id: int, title: Text, draws: bool, seen: tuple[int, int], of: int) -> Where:
    """A sitting that held several of them, asked for part by part, is counted once at most."""
    return Where(exam_id, title, draws, min(seen[0], of), min(seen[1], of), of)


def _current() -> ColumnElement[bool]:
    return (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current


def _seen(version_ids: Sequence[int]) -> Select[int, int, int]:
    return (
        select(Sitting.exam_id, func.count(Sitting.id.distinct()), func.count(Sitting.person_id.distinct()))
        .join(ScoreRun, _current())
        .join(Mark, Mark.run_id == ScoreRun.id)
        .where(Mark.version_id.in_(version_ids))
        .group_by(Sitting.exam_id)
    )
