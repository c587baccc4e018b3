"""Item statistics from exams, stored so that lists can be sorted by them, and which items exams may draw."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from lms.bank.listing_models import ItemInExam, ItemStatistic
from lms.bank.models import ItemVersion
from lms.platform.db.insert import batched

JOB = "results.item_statistics"
"""The job of lms/results that counts; this package only knows its name."""
BATCH = 400


@dataclass(frozen=True, slots=True)
class Statistic:
    """The statistics of an item. Shares are in ten-thousandths; None if they cannot be computed."""

    item_id: int
    n: int
    facility: int
    discrimination: int | None


def save_statistics(session: Session, statistics: Sequence[Statistic], now: datetime) -> None:
    """Replace the stored statistics of these items."""
    for part in batched(statistics, BATCH):
        session.execute(
            delete(ItemStatistic).where(ItemStatistic.item_id.in_([statistic.item_id for statistic in part]))
        )
        rows = [
            {
                "item_id": s.item_id,
                "n": s.n,
                "facility": s.facility,
                "discrimination": s.discrimination,
                "at": now,
            }
            for s in part
        ]
        session.execute(insert(ItemStatistic), rows)


def set_drawn_items(session: Session, exam_id: int, version_ids: Collection[int]) -> None:
    """Record that the exam may draw these item versions and no others."""
    session.execute(delete(ItemInExam).where(ItemInExam.exam_id == exam_id))
    for part in batched(sorted(version_ids), BATCH):
        ids = session.scalars(select(ItemVersion.item_id).where(ItemVersion.id.in_(part)).distinct())
        session.execute(insert(ItemInExam), [{"item_id": id_, "exam_id": exam_id} for id_ in ids])


def counted_at(session: Session) -> datetime | None:
    """Return when the statistics were last counted, or None."""
    return session.scalar(select(func.max(ItemStatistic.at)))
