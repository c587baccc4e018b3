"""Computes facility and item-rest correlation of every item from the sittings whose scores count.

For item j in a sitting, x is its mark divided by its points and y the other marks divided by the other points; facility is
the mean of x, discrimination the correlation of x with y. Within one exam that is the item-rest correlation of the marks;
across exams of different length the shares make them comparable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.browse import statistics
from lms.bank.browse.statistics import Statistic
from lms.bank.models import ItemVersion
from lms.domain.beijing import BEIJING
from lms.exams import pool_usage
from lms.platform.db.database import Database
from lms.platform.db.insert import batched
from lms.platform.jobs import Job, Work, enqueue, handler
from lms.results.models import Mark, ScoreRun

NIGHT_HOURS = (2, 6)
"""From which hour to which, in Beijing, the job is queued automatically."""


@dataclass(slots=True)
class Sums:
    """Sums for one item over its sittings."""

    n: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0

    def add(self, x: float, y: float) -> None:
        """Add one sitting."""
        self.n += 1
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    def statistic(self, item_id: int) -> Statistic:
        """Return facility and discrimination in ten-thousandths; without spread on either side no discrimination."""
        spread = (self.n * self.xx - self.x**2) * (self.n * self.yy - self.y**2)
        r = (self.n * self.xy - self.x * self.y) / sqrt(spread) if spread > 1e-9 else None
        return Statistic(
            item_id, self.n, round(10_000 * self.x / self.n), None if r is None else round(10_000 * r)
        )


def queue_nightly(db: Database, now: datetime) -> bool:
    """Queue the job if it is night in Beijing and it was not queued this night; return whether it was queued now."""
    local = now.astimezone(BEIJING)
    since = local.replace(hour=NIGHT_HOURS[0], minute=0, second=0, microsecond=0)
    if not NIGHT_HOURS[0] <= local.hour < NIGHT_HOURS[1]:
        return False
    with db.read() as session:  # most calls end here, without a write
        queued = select(Job.id).where(Job.kind == statistics.JOB, Job.created_at >= since).limit(1)
        if session.scalar(queued) is not None:
            return False
    with db.transaction() as session:
        enqueue(session, statistics.JOB, {}, now)
    return True


@handler(statistics.JOB)
def update_statistics(work: Work) -> dict[str, Any]:
    """Run the job: read everything in one session, write part by part so that no request waits for it."""
    with work.db.read() as session:
        computed = compute_statistics(session)
    done = 0
    for part in batched(computed, statistics.BATCH):
        with work.db.transaction() as session:
            statistics.save_statistics(session, part, work.clock())
        done += len(part)
        work.progress(done, len(computed))
    with work.db.transaction() as session:
        pool_usage.update_bank(session)
    return {"items": len(computed)}


def compute_statistics(session: Session) -> list[Statistic]:
    """Return the statistics of every item marked in a sitting whose score counts, in the order of item ids."""
    rows = session.execute(
        select(ItemVersion.item_id, Mark.mark, Mark.points, ScoreRun.total, ScoreRun.most)
        .join(ScoreRun, ScoreRun.id == Mark.run_id)
        .join(ItemVersion, ItemVersion.id == Mark.version_id)
        .where(ScoreRun.current, ScoreRun.state == "final", Mark.mark.is_not(None), Mark.points > 0)
        .execution_options(yield_per=1000)
    )
    sums: dict[int, Sums] = {}
    for item_id, x, y in _shares(rows):
        sums.setdefault(item_id, Sums()).add(x, y)
    return [sums[item_id].statistic(item_id) for item_id in sorted(sums)]


def _shares(rows: Iterable[Any]) -> Iterable[tuple[int, float, float]]:
    for item_id, mark, points, total, most in rows:
        other_points = most - points
        other_share = float((total - mark) / other_points) if other_points else 0.0
        yield item_id, float(mark / points), other_share
