"""Finds the sitting with which a person has passed an exam, and how far those are who have not."""

from dataclasses import dataclass
from datetime import datetime
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


NOT_SAT, RUNNING, ANNULLED, WAITING, FAILED = "not_sat", "running", "annulled", "waiting", "failed"


def state_without_pass(session: Session, person_id: int, exam_slug: str, now: datetime) -> str:
    """Return how far somebody is who has not passed: by their newest sitting, and only by what is released."""
    newest = session.execute(
        select(Sitting.state, Sitting.annulled, ScoreRun.state, ScoreRun.released_at)
        .join(Exam, Exam.id == Sitting.exam_id)
        .outerjoin(ScoreRun, (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current)
        .where(Sitting.person_id == person_id, Exam.slug == exam_slug)
        .order_by(Sitting.attempt.desc())
        .limit(1)
    ).first()
    if newest is None:
        return NOT_SAT
    sitting, annulled, run, released_at = newest
    if annulled is not None:
        return ANNULLED
    if sitting == "open":
        return RUNNING
    return FAILED if run == "final" and released_at and released_at <= now else WAITING
