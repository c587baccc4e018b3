"""Add candidates to the list of an exam, remove them, and set the time of a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from lms.candidates.list_parser import CandidateRow, list_problems
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission, Role
from lms.domain.place import Named
from lms.domain.problem import Problem
from lms.exams import published
from lms.exams.audience import bind_to_list
from lms.invigilation.enrolment import messages
from lms.people import directory, scope
from lms.people.models import Person, RoleGrant, Unit
from lms.platform import audit
from lms.platform.clock import iso
from lms.sittings.models import Sitting

MOST_AT_ONCE = 5_000
ENROL = Permission.ENROL


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a list changed."""

    added: int
    changed: int
    """With a new group or seat."""
    same: int
    bound: bool
    """Whether the exam was open to everybody before, and is for those on the list alone now."""


def add_candidates(
    session: Session, actor: Actor, exam_id: int, entries: Sequence[CandidateRow], now: datetime
) -> ListChange:
    """Add these people, all or none; those already on the list get the group and seat that are given.

    The first list binds: an exam that was open to everybody is for those on its list from then on.

    Raise Refused (400) with a Problem for every line without a person within the actor's units.
    """
    published.get_exam(session, exam_id)
    people, unusable = directory.active_people(
        session, actor, ENROL, [(entry.place, entry.login) for entry in entries]
    )
    problems = list_problems(entries) + unusable
    if problems or not 1 <= len(entries) <= MOST_AT_ONCE:
        raise messages.list_invalid(problems, MOST_AT_ONCE)
    return _write(session, actor, exam_id, {people[entry.login].id: entry for entry in entries}, now)


def _write(
    session: Session, actor: Actor, exam_id: int, entries: dict[int, CandidateRow], now: datetime
) -> ListChange:
    listed = {
        row.person_id: (row.group, row.seat)
        for row in session.execute(
            select(Candidacy.person_id, Candidacy.group, Candidacy.seat).where(Candidacy.exam_id == exam_id)
        )
    }
    rows = [
        {"exam_id": exam_id, "person_id": id_, "group": entry.group, "seat": entry.seat, "status": "expected",
         "reason": "", "makeups": 0, "set_by": actor.id, "set_at": now}
        for id_, entry in entries.items() if id_ not in listed
    ]  # fmt: skip
    if rows:
        session.execute(insert(Candidacy), rows)
    changed = {
        id_: entry
        for id_, entry in entries.items()
        if id_ in listed
        and (entry.group or entry.seat)
        and listed[id_] != (entry.group or listed[id_][0], entry.seat or listed[id_][1])
    }
    for id_, entry in changed.items():
        given = {name: value for name, value in (("group", entry.group), ("seat", entry.seat)) if value}
        row = update(Candidacy).where(Candidacy.exam_id == exam_id, Candidacy.person_id == id_)
        session.execute(row.values(**given))
    facts = {"added": len(rows), "changed": len(changed), "people": _joined_ids(entries)}
    audit.record(session, "delivery.expect", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    bound = not listed and bind_to_list(session, actor, exam_id, now)
    return ListChange(len(rows), len(changed), len(entries) - len(rows) - len(changed), bound)


def _joined_ids(people: Sequence[int] | dict[int, CandidateRow]) -> str:
    return " ".join(map(str, people))


def trainees_of_unit(session: Session, actor: Actor, unit_id: int, group: str) -> list[CandidateRow]:
    """Return a row for every active trainee of a unit within the actor's scope and of the units below it."""
    unit = scope.unit(session, actor, ENROL, unit_id)
    logins = session.scalars(
        select(Person.login)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.state == "active", Unit.path.startswith(unit.path, autoescape=True))
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINEE)))
        .order_by(Person.login)
    )
    return [CandidateRow(Named(login), login, group) for login in logins]


def remove_candidates(
    session: Session, actor: Actor, exam_id: int, person_ids: Sequence[int], now: datetime
) -> int:
    """Remove people from the list, all or none; refused for those who have begun or have a status."""
    rows = session.execute(
        scope.people(actor, ENROL)
        .with_only_columns(Person.id, Person.name, Candidacy.status, Sitting.id.label("sitting"))
        .join(Candidacy, (Candidacy.person_id == Person.id) & (Candidacy.exam_id == exam_id))
        .outerjoin(Sitting, (Sitting.person_id == Person.id) & (Sitting.exam_id == exam_id))
        .where(Person.id.in_(person_ids))
    ).all()
    problems = [
        Problem(Named(row.name), *messages.HAS_BEGUN_OR_STATUS)
        for row in rows
        if row.sitting is not None or row.status != "expected"
    ]
    listed = {row.id for row in rows}
    if problems or listed != set(person_ids) or not listed:
        raise messages.nobody_removed(problems)
    session.execute(delete(Candidacy).where(Candidacy.exam_id == exam_id, Candidacy.person_id.in_(listed)))
    facts = {"people": _joined_ids(sorted(listed))}
    audit.record(session, "delivery.forget", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return len(listed)


def set_group_window(
    session: Session,
    actor: Actor,
    exam_id: int,
    group: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> int:
    """Give a group its own window; without times it gets the window of the exam. Return how many people it has."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise messages.closes_before_it_opens()
    mine = scope.people(actor, ENROL).with_only_columns(Person.id)
    rows = (Candidacy.exam_id == exam_id, Candidacy.group == group, Candidacy.person_id.in_(mine))
    changed = session.scalars(
        update(Candidacy).where(*rows).values(opens_at=opens_at, closes_at=closes_at).returning(Candidacy.id)
    ).all()
    facts = {
        "group": group,
        "opens_at": iso(opens_at) if opens_at else "",
        "closes_at": iso(closes_at) if closes_at else "",
        "people": len(changed),
    }
    audit.record(session, "delivery.set_time", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return len(changed)
