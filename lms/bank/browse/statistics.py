"""What exams say about items, kept so that lists can be sorted by it: how items did, and which exams may draw them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from lms.bank.listing_models import ItemInExam, ItemStatistic
from lms.bank.models import ItemVersion
from lms.platform.db.insert import batched

JOB = "results.item_statistics"
"""Who counts is the room of results; it is asked by this name."""
PART = 400


@dataclass(frozen=True, slots=True)
class Statistic:
    """How an item did. Shares in ten-thousandths; none where they cannot be told."""

    item_id: int
    n: int
    facility: int
    discrimination: int | None


def keep(session: Session, found: Sequence[Statistic], now: datetime) -> None:
    """In the place of what was kept of these items."""
    for part in batched(found, PART):
        session.execute(delete(ItemStatistic).where(ItemStatistic.item_id.in_([one.item_id for one in part])))
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


def drawn_by(session: Session, exam_id: int, version_ids: Collection[int]) -> None:
    """The exam may draw these item versions from now on, and no others."""
    session.execute(delete(ItemInExam).where(ItemInExam.exam_id == exam_id))
    for part in batched(sorted(version_ids), PART):
        ids = session.scalars(select(ItemVersion.item_id).where(ItemVersion.id.in_(part)).distinct())
        session.execute(insert(ItemInExam), [{"item_id": id_, "exam_id": exam_id} for id_ in ids])


def counted_at(session: Session) -> datetime | None:
    """When the statistics were counted last."""
    return session.scalar(select(func.max(ItemStatistic.at)))
