"""Tidies up sittings whose time is over. They ended at their deadline; this only writes it down."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.exam import timing
from lms.platform.db.database import Database
from lms.sittings.find import EXPIRED, SittingView, any_open, current
from lms.sittings.finish.end import end
from lms.sittings.models import Sitting

log = logging.getLogger("lms.sittings")


def finish(session: Session, held: SittingView, now: datetime) -> SittingView:
    """Close a locked sitting that is over, with its deadline as its end. Its answers are scored."""
    return end(session, held, current(session, held.id), EXPIRED, held.deadline, None, now)


def finish_overdue(db: Database, now: datetime, most: int = 500) -> int:
    """Close what is overdue, oldest first; returns how many. For the loop of the worker.

    Each has a transaction of its own: candidates who are still writing wait for one at most, and
    one that cannot be closed does not hold up the others. What came in time and is still waiting to
    be written gets its moment first.
    """
    before = now - timing.GRACE - timing.SETTLE
    overdue = (
        select(Sitting.id)
        .where(Sitting.state == "open", Sitting.paused_at.is_(None), Sitting.deadline < before)
        .order_by(Sitting.deadline)
        .limit(most)
    )
    with db.read() as reading:
        ids = reading.scalars(overdue).all()
    finished = 0
    for sitting_id in ids:
        try:
            with db.transaction() as session:
                held = any_open(session, sitting_id)
                if held is not None and held.state_at(now) == EXPIRED:
                    finish(session, held, now)
                    finished += 1
        except Exception:
            log.exception("sitting %s is overdue and could not be closed", sitting_id)
    return finished
