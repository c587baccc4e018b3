"""How often an item was answered in exams: what the page of the item says."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank.usage import numbers
from lms.domain.problem import Text
from lms.results.models import Mark, ScoreRun


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
