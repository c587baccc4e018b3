"""Lists the exams a person may sit, with their attempts and eligibility."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from lms.candidates.eligibility import Eligibility, eligibility_of
from lms.domain.access import Actor, Permission
from lms.domain.exam import timing
from lms.domain.problem import Refused
from lms.exams import published
from lms.exams.published import Published
from lms.sittings.find import EXPIRED, OPEN
from lms.sittings.models import Sitting
from lms.sittings.start.rules import attempts_left, check_may_start


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sitting in short."""

    id: int
    number: int
    state: str
    started_at: datetime
    deadline: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AvailableExam:
    """An exam as this person may sit it now."""

    exam: Published
    attempts: tuple[Attempt, ...]
    attempts_left: int
    open_sitting: Attempt | None
    refused: Refused | None
    """Why no attempt may start now; None if one may."""
    eligibility: Eligibility
    ends: datetime | None
    """When a sitting that began now would end; None if none may begin."""


def open_exams(session: Session, actor: Actor, now: datetime) -> list[AvailableExam]:
    """Return the exams this person may begin now or has open. Three queries."""
    exams = available_exams(session, actor, now)
    return [exam for exam in exams if exam.open_sitting or exam.refused is None]


def available_exams(session: Session, actor: Actor, now: datetime) -> list[AvailableExam]:
    """Return every exam in use for this person, or sat by them, with the reason if it cannot be begun."""
    if not actor.may(Permission.LEARN):
        return []
    attempts: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_attempts_query(actor).order_by(Sitting.attempt)):
        attempts[row.exam_id].append(row)
    eligibility = eligibility_of(session, actor.id)
    exams = [(exam, eligibility.of(exam.id)) for exam in published.all_exams(session)]
    return [
        _available_exam(exam, attempts[exam.id], own, now)
        for exam, own in exams
        if attempts[exam.id] or (not exam.closed and exam.is_for(own.unit_path, listed=own.listed))
    ]


def available_exam(session: Session, actor: Actor, exam_id: int, now: datetime) -> AvailableExam:
    """Return one exam as this person may sit it."""
    exam = published.get_exam(session, exam_id)
    rows = session.execute(_attempts_query(actor).where(Sitting.exam_id == exam_id).order_by(Sitting.attempt))
    return _available_exam(exam, list(rows), eligibility_of(session, actor.id, exam_id).of(exam_id), now)


def _attempts_query(actor: Actor) -> Any:
    return select(
        Sitting.id,
        Sitting.exam_id,
        Sitting.attempt,
        Sitting.state,
        Sitting.started_at,
        Sitting.deadline,
        Sitting.paused_at,
        Sitting.ended_at,
        Sitting.passed,
    ).where(Sitting.person_id == actor.id)


def _available_exam(
    exam: Published, rows: list[Row[Any]], eligibility: Eligibility, now: datetime
) -> AvailableExam:
    attempts = tuple(_attempt(row, now) for row in rows)
    open_attempt = next((attempt for attempt in attempts if attempt.state == OPEN), None)
    refused = None
    try:
        passed = any(row.passed for row in rows)
        check_may_start(exam, eligibility, [attempt.ended_at for attempt in attempts], passed, now)
    except Refused as reason:
        refused = reason
    left = attempts_left(exam, eligibility, len(attempts))
    _, closes_at = eligibility.window(exam.opens_at, exam.closes_at)
    ends = None if refused else timing.deadline(now, exam.plan.minutes, closes_at, eligibility.allowance)
    return AvailableExam(exam, attempts, left, open_attempt, refused, eligibility, ends)


def _attempt(row: Row[Any], now: datetime) -> Attempt:
    expired = row.state == OPEN and row.paused_at is None and timing.is_over(row.deadline, now)
    state, ended = (EXPIRED, row.deadline) if expired else (row.state, row.ended_at)
    return Attempt(row.id, row.attempt, state, row.started_at, row.deadline, ended)
