"""Results of sittings, as far as they decide about further attempts."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.platform.db.insert import table_of
from lms.sittings.models import Sitting
from lms.sittings.start.available import AvailableExam


def record_result(session: Session, sitting_id: int, passed: bool) -> None:
    """Record the result of a sitting, which counts from now on."""
    table = table_of(Sitting)
    session.execute(update(table).where(table.c.id == sitting_id).values(passed=passed))


def may_sit_again(available: AvailableExam) -> bool:
    """Whether the person may sit the exam now or later: its answers stay hidden as long as they may."""
    if available.open_sitting is not None or available.refused is None:
        return True
    return available.refused.code in ("exam.wait", "exam.not_yet")
