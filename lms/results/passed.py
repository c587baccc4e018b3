"""Whether somebody has passed an exam, and with which sitting."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.exams.models import Exam
from lms.results.models import ScoreRun
from lms.sittings.models import Sitting


@dataclass(frozen=True, slots=True)
class Passed:
    """The sitting that counts, and what it scored."""

    sitting_id: int
    total: Decimal
    most: Decimal


def passed(session: Session, person_id: int, exam_slug: str) -> Passed | None:
    """The best passing sitting of this exam whose result is released, the earliest of equals."""
    row = session.execute(
        select(Sitting.id, ScoreRun.total, ScoreRun.most)
        .join(ScoreRun, (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current)
        .join(Exam, Exam.id == Sitting.exam_id)
        .where(Sitting.person_id == person_id, Exam.slug == exam_slug)
        .where(ScoreRun.released_at.is_not(None), ScoreRun.passed.is_(True), Sitting.annulled.is_(None))
        .order_by(ScoreRun.total.desc(), Sitting.id)
        .limit(1)
    ).first()
    return Passed(row[0], row[1], row[2]) if row else None
