"""The exams a person may sit, and where they stand with each."""

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
from lms.sittings.start.rules import attempts_left, may_start


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
    """Why no attempt may start now; nothing if one may."""
    standing: Eligibility
    ends: datetime | None
    """When a sitting that began now would end; nothing if there is no telling."""


def open_to(session: Session, actor: Actor, now: datetime) -> list[AvailableExam]:
    """The exams this person may begin now or has open. Three queries."""
    offers = available_exams(session, actor, now)
    return [offer for offer in offers if offer.open_sitting or offer.refused is None]


def available_exams(session: Session, actor: Actor, now: datetime) -> list[AvailableExam]:
    """Every exam that is in use or that this person has sat, with the reason if it cannot be begun."""
    if not actor.may(Permission.LEARN):
        return []
    sat: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_attempts(actor).order_by(Sitting.attempt)):
        sat[row.exam_id].append(row)
    stands = eligibility_of(session, actor.id)
    return [
        _offer(exam, sat[exam.id], stands.of(exam.id), now)
        for exam in published.all_exams(session)
        if not exam.closed or sat[exam.id]
    ]


def available_exam(session: Session, actor: Actor, exam_id: int, now: datetime) -> AvailableExam:
    """One exam."""
    exam = published.get_exam(session, exam_id)
    rows = session.execute(_attempts(actor).where(Sitting.exam_id == exam_id).order_by(Sitting.attempt))
    return _offer(exam, list(rows), eligibility_of(session, actor.id, exam_id).of(exam_id), now)


def _attempts(actor: Actor) -> Any:
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


def _offer(exam: Published, rows: list[Row[Any]], stands: Eligibility, now: datetime) -> AvailableExam:
    attempts = tuple(_attempt(row, now) for row in rows)
    open_one = next((attempt for attempt in attempts if attempt.state == OPEN), None)
    refused = None
    try:
        passed = any(row.passed for row in rows)
        may_start(exam, stands, [attempt.ended_at for attempt in attempts], passed, now)
    except Refused as reason:
        refused = reason
    left = attempts_left(exam, stands, len(attempts))
    _, closes_at = stands.window(exam.opens_at, exam.closes_at)
    ends = None if refused else timing.deadline(now, exam.plan.minutes, closes_at, stands.allowance)
    return AvailableExam(exam, attempts, left, open_one, refused, stands, ends)


def _attempt(row: Row[Any], now: datetime) -> Attempt:
    expired = row.state == OPEN and row.paused_at is None and timing.is_over(row.deadline, now)
    state, ended = (EXPIRED, row.deadline) if expired else (row.state, row.ended_at)
    return Attempt(row.id, row.attempt, state, row.started_at, row.deadline, ended)
