"""The people whom assignments reach now, and the due date that counts for each of them.

Nobody is copied into an assignment of a unit: it reaches the active trainees who are in the unit or below it when it
is read. So those who join later are assigned too, and those who leave are not any more.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, case, exists, false, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from lms.catalog.models import Course
from lms.domain.access import Role
from lms.learning.models import Assignment, Progress
from lms.people.models import Person, RoleGrant, Unit

Target = aliased(Unit)
"""The unit of an assignment, as distinct from the unit of a person."""


def in_subtrees(path: Any, paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a unit's path is in one of these subtrees."""
    return or_(false(), *(path.startswith(prefix, autoescape=True) for prefix in paths))


def same_course(assignment_id: int) -> ColumnElement[bool]:
    """Return the condition that an assignment is of the same course as this one."""
    other = aliased(Assignment)
    return Assignment.course_id == select(other.course_id).where(other.id == assignment_id).scalar_subquery()


def join_progress(query: Select[*tuple[Any, ...]], rows: Any) -> Select[*tuple[Any, ...]]:
    """Join the progress, if there is any, of the person in the course of each row."""
    same = (Progress.person_id == rows.c.person_id) & (Progress.course_id == rows.c.course_id)
    return query.outerjoin(Progress, same)


def reached(*conditions: ColumnElement[bool], within: ColumnElement[bool]) -> CTE:
    """Return assignment_id, course_id, person_id and due of each assignment with each person whom it reaches.

    Closed courses and withdrawn assignments reach nobody. `within` is about the Unit of the people, `conditions` are
    about Assignment and Person.
    """
    # DISTINCT keeps SQLite from comparing the path of every person, instead of every unit, with every target.
    pairs = (
        select(Target.id.label("target_id"), Unit.id.label("unit_id"))
        .select_from(Target)
        .join(Unit, Unit.path.startswith(Target.path))
        .where(Target.id.in_(select(Assignment.unit_id).where(Assignment.withdrawn_at.is_(None))), within)
        .distinct()
        .subquery("pairs")
    )
    single = _rows(*conditions).join(Person, Person.id == Assignment.person_id)
    of_units = (
        _rows(*conditions)
        .join(pairs, pairs.c.target_id == Assignment.unit_id)
        .join(Person, Person.unit_id == pairs.c.unit_id)
    )
    return union_all(single.join(Unit, Unit.id == Person.unit_id).where(within), of_units).cte("reached")


def reached_person(person_id: int) -> CTE:
    """Return `reached` for one person."""
    unit = select(Person.unit_id).where(Person.id == person_id).scalar_subquery()
    return reached(Person.id == person_id, within=Unit.id == unit)


def _rows(*conditions: ColumnElement[bool]) -> Select[int, int, int, date | None]:
    trainee = exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == Role.TRAINEE)
    return (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.course_id,
            Person.id.label("person_id"),
            Assignment.due,
        )
        .select_from(Assignment)
        .join(Course, (Course.id == Assignment.course_id) & (Course.state == "open"))
        .where(Assignment.withdrawn_at.is_(None), Person.state == "active", trainee)
        .where(*conditions)
    )


def due_dates(rows: CTE, today: date) -> Subquery:
    """Return person_id, course_id and due: the date that counts for whom several assignments reach.

    It is the earliest date that has not passed, and the latest if all have passed: an assignment with a later date
    gives somebody more time, also after the first date. It is None only if no assignment has a date.
    """
    open_dates = case((rows.c.due >= today, rows.c.due))
    due = func.coalesce(func.min(open_dates), func.max(rows.c.due)).label("due")
    return (
        select(rows.c.person_id, rows.c.course_id, due)
        .group_by(rows.c.person_id, rows.c.course_id)
        .subquery("due_dates")
    )


def own_due_dates(session: Session, person_id: int, today: date) -> dict[int, date | None]:
    """Return the due date that counts for each course that the person is assigned and has not completed, by its id."""
    dates = due_dates(reached_person(person_id), today)
    assigned = join_progress(select(dates.c.course_id, dates.c.due).select_from(dates), dates)
    return dict(session.execute(assigned.where(Progress.completed_at.is_(None))).all())
