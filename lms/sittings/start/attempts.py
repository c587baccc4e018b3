"""What became of a sitting, as far as it matters for sitting again."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.platform.db.insert import table_of
from lms.sittings.models import Sitting
from lms.sittings.start.available import AvailableExam


def record_result(session: Session, sitting_id: int, passed: bool) -> None:
    """The result of a sitting counts from now on."""
    sitting = table_of(Sitting)
    session.execute(update(sitting).where(sitting.c.id == sitting_id).values(passed=passed))


def may_sit_again(offer: AvailableExam) -> bool:
    """Whether the exam is open to this person, now or later: until then its answers stay hidden."""
    if offer.open_sitting is not None or offer.refused is None:
        return True
    return offer.refused.code in ("exam.wait", "exam.not_yet")
