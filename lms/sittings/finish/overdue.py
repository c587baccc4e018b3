"""Closes sittings whose time is over. They ended at their deadline; this only records it."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.exam import timing
from lms.platform.db.database import Database
from lms.sittings.find import EXPIRED, SittingView, current_answers, lock_open_sitting
from lms.sittings.finish.end import end_sitting
from lms.sittings.models import Sitting

log = logging.getLogger("lms.sittings")


def expire_sitting(session: Session, sitting: SittingView, now: datetime) -> SittingView:
    """Close a locked sitting that is past its deadline, with the deadline as its end. Its answers are scored."""
    return end_sitting(
        session, sitting, current_answers(session, sitting.id), EXPIRED, sitting.deadline, None, now
    )


def expire_overdue(db: Database, now: datetime, most: int = 500) -> int:
    """Close overdue sittings, oldest first, and return how many. For the loop of the worker.

    Each has a transaction of its own: candidates who are still writing wait for one at most, and
    one that cannot be closed does not block the others. The grace period leaves time for answers
    that arrived in time to be written first.
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
    count = 0
    for sitting_id in ids:
        try:
            with db.transaction() as session:
                sitting = lock_open_sitting(session, sitting_id)
                if sitting is not None and sitting.state_at(now) == EXPIRED:
                    expire_sitting(session, sitting, now)
                    count += 1
        except Exception:
            log.exception("sitting %s is overdue and could not be closed", sitting_id)
    return count
