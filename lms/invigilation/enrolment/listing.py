"""Find the candidates of an exam, with their statuses."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from lms.candidates.eligibility import EXPECTED, MAKEUP
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.exams import published
from lms.exams.published import Published
from lms.people import scope
from lms.people.models import Person, Unit
from lms.sittings.models import Sitting


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person and an exam. A person who is not on the list has the status expected, and `listed` is false."""

    person_id: int
    login: str
    name: str
    unit: str
    listed: bool
    group: str
    seat: str
    status: str
    reason: str
    opens_at: datetime | None
    closes_at: datetime | None
    set_by: str
    set_at: datetime | None
    sittings: int
    ready: bool
    """Whether a paper has been drawn in advance."""


def candidates(
    session: Session, actor: Actor, exam_id: int, group: str = "", status: str = ""
) -> list[Candidate]:
    """Return the list within the actor's units, by group, seat and employee number."""
    query = _query(exam_id).where(Candidacy.id.is_not(None))
    query = query.where(scope.in_units(actor, Permission.ENROL, Unit.path))
    if group:
        query = query.where(Candidacy.group == group)
    if status:
        query = query.where(Candidacy.status == status)
    listed = [_candidate(row) for row in session.execute(query)]
    return sorted(listed, key=lambda each: (each.group, len(each.seat), each.seat, each.login))


def candidate(session: Session, actor: Actor, exam_id: int, person_id: int) -> Candidate:
    """Return one person of the actor's units, listed or not."""
    scope.person(session, actor, Permission.ENROL, person_id)
    return _candidate(session.execute(_query(exam_id).where(Person.id == person_id)).one())


def groups(session: Session, exam_id: int) -> list[str]:
    """Return the names of the groups of an exam."""
    names = select(Candidacy.group).where(Candidacy.exam_id == exam_id, Candidacy.group != "").distinct()
    return sorted(session.scalars(names))


def count_by_status(listed: list[Candidate]) -> dict[str, int]:
    """Count the candidates by status."""
    return dict(Counter(each.status for each in listed))


def counts_by_exam(session: Session, actor: Actor) -> list[tuple[Published, dict[str, int]]]:
    """Return every exam in use with the number of candidates of the actor's units by status."""
    counts: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(Candidacy.exam_id, Candidacy.status, func.count())
        .join(Person, Person.id == Candidacy.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(scope.in_units(actor, Permission.ENROL, Unit.path))
        .group_by(Candidacy.exam_id, Candidacy.status)
    )
    for exam_id, status, count in rows:
        counts.setdefault(exam_id, {})[status] = count
    exams = [exam for exam in published.all_exams(session) if not exam.closed or exam.id in counts]
    return [(exam, counts.get(exam.id, {})) for exam in exams]


def people_to_draw_for(session: Session, actor: Actor, exam_id: int) -> list[int]:
    """Return the people of the actor's units who are still to sit the exam."""
    return list(
        session.scalars(
            select(Candidacy.person_id)
            .join(Person, Person.id == Candidacy.person_id)
            .join(Unit, Unit.id == Person.unit_id)
            .where(Candidacy.exam_id == exam_id, Candidacy.status.in_((EXPECTED, MAKEUP)))
            .where(scope.in_units(actor, Permission.ENROL, Unit.path))
            .order_by(Candidacy.person_id)
        )
    )


def _query(exam_id: int) -> Any:
    setter = select(Person.name).where(Person.id == Candidacy.set_by).correlate(Candidacy).scalar_subquery()
    sittings = (
        select(func.count())
        .where(Sitting.exam_id == exam_id, Sitting.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        select(
            Person.id.label("person_id"),
            Person.login,
            Person.name,
            Unit.name.label("unit"),
            Candidacy.id,
            Candidacy.group,
            Candidacy.seat,
            Candidacy.status,
            Candidacy.reason,
            Candidacy.opens_at,
            Candidacy.closes_at,
            setter.label("set_by"),
            Candidacy.set_at,
            sittings.label("sittings"),
            Candidacy.seed.is_not(None).label("ready"),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(Candidacy, (Candidacy.person_id == Person.id) & (Candidacy.exam_id == exam_id))
    )


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        row.person_id,
        row.login,
        row.name,
        row.unit,
        row.id is not None,
        row.group or "",
        row.seat or "",
        row.status or EXPECTED,
        row.reason or "",
        row.opens_at,
        row.closes_at,
        row.set_by or "",
        row.set_at,
        row.sittings,
        bool(row.ready),
    )
