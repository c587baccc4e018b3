"""Finds the sitting with which a person has passed an exam."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.exams.models import Exam
from lms.results.models import ScoreRun
from lms.sittings.models import Sitting


@dataclass(frozen=True, slots=True)
class PassingSitting:
    """The sitting that counts, and its score."""

    sitting_id: int
    total: Decimal
    most: Decimal


def passing_sitting(session: Session, person_id: int, exam_slug: str) -> PassingSitting | None:
    """Return the best released sitting that passes, the earliest of equals; None if there is none."""
    row = session.execute(
        select(Sitting.id, ScoreRun.total, ScoreRun.most)
        .join(ScoreRun, (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current)
        .join(Exam, Exam.id == Sitting.exam_id)
        .where(Sitting.person_id == person_id, Exam.slug == exam_slug)
        .where(ScoreRun.released_at.is_not(None), ScoreRun.passed.is_(True), Sitting.annulled.is_(None))
        .order_by(ScoreRun.total.desc(), Sitting.id)
        .limit(1)
    ).first()
    return PassingSitting(row[0], row[1], row[2]) if row else None
