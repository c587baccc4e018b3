"""Assigns a course to the people of a unit."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.catalog.models import Course
from lms.domain.access import Actor, Permission, Role
from lms.learning.models import Assignment, Progress
from lms.people import scope
from lms.people.models import Person, RoleGrant, Unit
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore


def assign(session: Session, actor: Actor, slug: str, unit_id: int, due: date | None, now: datetime) -> int:
    """Assign an open course to every active trainee of a unit and the units below it; return how many are new."""
    course = browse.current_version(session, slug).course
    unit = scope.unit(session, actor, Permission.ASSIGN, unit_id)
    learners = session.scalars(
        select(Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.state == "active", Unit.path.startswith(unit.path, autoescape=True))
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINEE)))
    ).all()
    new = sum(
        insert_or_ignore(
            session,
            Assignment,
            person_id=person_id,
            course_id=course.id,
            due=due,
            assigned_by=actor.id,
            assigned_at=now,
        )
        for person_id in learners
    )
    facts = {"unit": unit.code, "due": str(due or ""), "people": str(new)}
    audit.record(session, "learning.assign", f"course:{slug}", actor.id, now, **facts)
    return new


def count_assignments(session: Session, actor: Actor) -> list[tuple[Course, int, int]]:
    """Return (course, assigned, completed of these) over the people the actor may assign to."""
    assignable = scope.people(actor, Permission.ASSIGN).with_only_columns(Person.id)
    rows = session.execute(
        select(Course, func.count(Assignment.id), func.count(Progress.completed_at))
        .join(Assignment, Assignment.course_id == Course.id)
        .outerjoin(Progress, (Progress.course_id == Course.id) & (Progress.person_id == Assignment.person_id))
        .where(Assignment.person_id.in_(assignable))
        .group_by(Course.id)
        .order_by(Course.slug)
    )
    return [(row[0], row[1], row[2]) for row in rows]
