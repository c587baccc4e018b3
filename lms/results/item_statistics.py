"""Counts how every item did in the sittings whose scores stand: facility, and correlation with the rest of the paper.

For item j in a sitting, x is its mark by its points and y the rest of the marks by the rest of the points; facility is the
mean of x, discrimination the correlation of x with y. Within one exam that is the item-rest correlation of the marks; across
exams of different length the shares make them comparable.
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

NIGHT = (2, 6)
"""From which hour to which, in Beijing, the count may begin by itself."""


@dataclass(slots=True)
class Sums:
    """Of one item, over its sittings."""

    n: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0

    def add(self, x: float, y: float) -> None:
        """One sitting."""
        self.n += 1
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    def of(self, item_id: int) -> Statistic:
        """What they say. Without spread on either side there is no correlation."""
        spread = (self.n * self.xx - self.x**2) * (self.n * self.yy - self.y**2)
        r = (self.n * self.xy - self.x * self.y) / sqrt(spread) if spread > 1e-9 else None
        return Statistic(
            item_id, self.n, round(10_000 * self.x / self.n), None if r is None else round(10_000 * r)
        )


def count_nightly(db: Database, now: datetime) -> bool:
    """Queue the count if it is night in Beijing and nobody counted this night; whether it did."""
    local = now.astimezone(BEIJING)
    since = local.replace(hour=NIGHT[0], minute=0, second=0, microsecond=0)
    if not NIGHT[0] <= local.hour < NIGHT[1]:
        return False
    with db.read() as session:  # nothing is written by the worker that finds it done
        counted_already = select(Job.id).where(Job.kind == statistics.JOB, Job.created_at >= since).limit(1)
        if session.scalar(counted_already) is not None:
            return False
    with db.transaction() as session:
        enqueue(session, statistics.JOB, {}, now)
    return True


@handler(statistics.JOB)
def count(work: Work) -> dict[str, Any]:
    """The job: reads everything in one reading session, writes part by part so that nobody waits for it."""
    with work.db.read() as session:
        found = counted(session)
    done = 0
    for part in batched(found, statistics.PART):
        with work.db.transaction() as session:
            statistics.keep(session, part, work.clock())
        done += len(part)
        work.progress(done, len(found))
    with work.db.transaction() as session:
        pool_usage.update_bank(session)
    return {"items": len(found)}


def counted(session: Session) -> list[Statistic]:
    """Every item that was marked in a sitting whose score stands, in the order of their numbers."""
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
    return [sums[item_id].of(item_id) for item_id in sorted(sums)]


def _shares(rows: Iterable[Any]) -> Iterable[tuple[int, float, float]]:
    for item_id, mark, points, total, most in rows:
        rest = most - points
        yield item_id, float(mark / points), float((total - mark) / rest) if rest else 0.0
