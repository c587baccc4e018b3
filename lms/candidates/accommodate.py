"""More time for a person, standing or for one exam: given with a reason, withdrawn, never forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.candidates.eligibility import allowance_of
from lms.candidates.models import Accommodation
from lms.candidates.reasons import reason_problems
from lms.domain.access import Actor, Permission
from lms.domain.exam import allowance
from lms.domain.exam.allowance import Allowance
from lms.domain.problem import Refused, Text, not_found
from lms.domain.text.typed import clean
from lms.exams import published
from lms.people import scope
from lms.people.models import Person, Unit
from lms.platform import audit


@dataclass(frozen=True, slots=True)
class Given:
    """An accommodation that holds."""

    id: int
    person_id: int
    login: str
    name: str
    unit: str
    exam_id: int | None
    allowance: Allowance
    reason: str
    given_at: datetime


def accommodate(
    session: Session,
    actor: Actor,
    person_id: int,
    exam_id: int | None,
    given: Allowance,
    reason: str,
    now: datetime,
    permission: Permission = Permission.ACCOMMODATE,
) -> Accommodation:
    """Give a person of the actor's units more time. Sittings that have begun keep theirs: extend them.

    Raises Refused (400) with every Problem.
    """
    person = scope.person(session, actor, permission, person_id)
    if exam_id is not None:
        published.get_exam(session, exam_id)
    why = _checked(given, reason)
    made = Accommodation(
        person_id=person.id,
        exam_id=exam_id,
        extra_minutes=given.extra_minutes,
        factor=given.factor,
        unlimited=given.unlimited,
        past_window=given.past_window,
        reason=why,
        given_by=actor.id,
        given_at=now,
    )
    session.add(made)
    session.flush()
    facts = {"exam": exam_id, "allowance": allowance.dump(given), "reason": why}
    audit.record(session, "delivery.accommodate", f"person:{person.id}", actor.id, now, "ok", **facts)
    return made


def _checked(given: Allowance, reason: str) -> str:
    """The reason as it is kept."""
    why = clean(reason)
    problems = allowance.problems(given) + reason_problems(why)
    if problems or not why:
        raise Refused(
            "accommodation.invalid",
            Text("考试便利没有保存", "The accommodation was not saved"),
            Text("请改正下列各项，并写明理由", "Correct what is listed, and say why"),
            status=400,
            problems=problems,
        )
    return why


def withdraw(session: Session, actor: Actor, accommodation_id: int, now: datetime) -> None:
    """It holds no longer; sittings that began with it keep their time."""
    held = session.scalar(
        select(Accommodation)
        .where(Accommodation.id == accommodation_id, Accommodation.withdrawn_at.is_(None))
        .with_for_update()
    )
    if held is None:
        raise not_found(Text("考试便利", "accommodation"))
    scope.person(session, actor, Permission.ACCOMMODATE, held.person_id)
    held.withdrawn_at = now
    facts = {"accommodation": held.id, "exam": held.exam_id}
    audit.record(
        session, "delivery.withdraw_accommodation", f"person:{held.person_id}", actor.id, now, "ok", **facts
    )


def given(session: Session, actor: Actor, permission: Permission = Permission.ACCOMMODATE) -> Sequence[Given]:
    """What holds for the people of the actor's units, by number."""
    return _holding(session, scope.in_units(actor, permission, Unit.path))


def own(session: Session, actor: Actor) -> Sequence[Given]:
    """What holds for the actor."""
    return _holding(session, Person.id == actor.id)


def _holding(session: Session, whose: ColumnElement[bool]) -> Sequence[Given]:
    rows = session.execute(
        select(Accommodation, Person.login, Person.name, Unit.name.label("unit"))
        .join(Person, Person.id == Accommodation.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Accommodation.withdrawn_at.is_(None), whose)
        .order_by(Person.login, Accommodation.id)
    )
    return [
        Given(a.id, a.person_id, login, name, unit, a.exam_id, allowance_of(a), a.reason, a.given_at)
        for a, login, name, unit in rows
    ]
