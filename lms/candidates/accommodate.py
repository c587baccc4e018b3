"""More time for a person, permanent or for one exam: given with a reason, withdrawn, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.candidates import messages
from lms.candidates.eligibility import allowance_of
from lms.candidates.models import Accommodation
from lms.candidates.reasons import reason_problems
from lms.domain.access import Actor, Permission
from lms.domain.exam import allowance
from lms.domain.exam.allowance import Allowance
from lms.domain.problem import Text, not_found
from lms.domain.text.typed import clean
from lms.exams import published
from lms.people import scope
from lms.people.models import Person, Unit
from lms.platform import audit


@dataclass(frozen=True, slots=True)
class ActiveAccommodation:
    """An accommodation that has not been withdrawn."""

    id: int
    person_id: int
    login: str
    name: str
    unit: str
    exam_id: int | None
    allowance: Allowance
    reason: str
    given_at: datetime


def give_accommodation(
    session: Session,
    actor: Actor,
    person_id: int,
    exam_id: int | None,
    given: Allowance,
    reason: str,
    now: datetime,
    permission: Permission = Permission.ACCOMMODATE,
) -> Accommodation:
    """Give a person of the actor's units more time. Sittings that have begun do not change: extend those.

    Raise Refused (400) with every Problem.
    """
    person = scope.person(session, actor, permission, person_id)
    if exam_id is not None:
        published.get_exam(session, exam_id)
    reason = _checked_reason(given, reason)
    accommodation = Accommodation(
        person_id=person.id,
        exam_id=exam_id,
        extra_minutes=given.extra_minutes,
        factor=given.factor,
        unlimited=given.unlimited,
        past_window=given.past_window,
        reason=reason,
        given_by=actor.id,
        given_at=now,
    )
    session.add(accommodation)
    session.flush()
    facts = {"exam": exam_id, "allowance": allowance.dump(given), "reason": reason}
    audit.record(session, "delivery.accommodate", f"person:{person.id}", actor.id, now, "ok", **facts)
    return accommodation


def _checked_reason(given: Allowance, reason: str) -> str:
    """Return the reason as it is kept. Raise Refused if it or the allowance is invalid."""
    cleaned = clean(reason)
    problems = allowance.problems(given) + reason_problems(cleaned)
    if problems or not cleaned:
        raise messages.accommodation_invalid(problems)
    return cleaned


def withdraw_accommodation(session: Session, actor: Actor, accommodation_id: int, now: datetime) -> None:
    """End an accommodation; sittings that began with it keep their time."""
    accommodation = session.scalar(
        select(Accommodation)
        .where(Accommodation.id == accommodation_id, Accommodation.withdrawn_at.is_(None))
        .with_for_update()
    )
    if accommodation is None:
        raise not_found(Text("考试便利", "accommodation"))
    person_id = accommodation.person_id
    scope.person(session, actor, Permission.ACCOMMODATE, person_id)
    accommodation.withdrawn_at = now
    facts = {"accommodation": accommodation.id, "exam": accommodation.exam_id}
    audit.record(
        session, "delivery.withdraw_accommodation", f"person:{person_id}", actor.id, now, "ok", **facts
    )


def active_accommodations(
    session: Session, actor: Actor, permission: Permission = Permission.ACCOMMODATE
) -> Sequence[ActiveAccommodation]:
    """Return the accommodations of the people of the actor's units, by employee number."""
    return _query_active(session, scope.in_units(actor, permission, Unit.path))


def own_accommodations(session: Session, actor: Actor) -> Sequence[ActiveAccommodation]:
    """Return the actor's own accommodations."""
    return _query_active(session, Person.id == actor.id)


def _query_active(session: Session, condition: ColumnElement[bool]) -> Sequence[ActiveAccommodation]:
    rows = session.execute(
        select(Accommodation, Person.login, Person.name, Unit.name.label("unit"))
        .join(Person, Person.id == Accommodation.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Accommodation.withdrawn_at.is_(None), condition)
        .order_by(Person.login, Accommodation.id)
    )
    return [
        ActiveAccommodation(
            a.id, a.person_id, login, name, unit, a.exam_id, allowance_of(a), a.reason, a.given_at
        )
        for a, login, name, unit in rows
    ]
