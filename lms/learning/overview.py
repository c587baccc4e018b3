"""What is assigned to whom within the units of an actor, and how many have completed it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.catalog.models import Course, CourseVersion
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.learning import messages
from lms.learning.models import Assignment, Progress
from lms.learning.reach import Target, due_dates, in_subtrees, join_progress, reached, same_course
from lms.people import scope
from lms.people.models import Person, Unit

PAGE = 50
OVERDUE, UNFINISHED, FINISHED, WITHDRAWN = "overdue", "unfinished", "finished", "withdrawn"
Key = tuple[int, date, int]
"""The place of an assignment in the list: overdue ones first, finished ones last; then by due date and id."""

_NEVER = date(9999, 12, 31)
_Giver = aliased(Person)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which assignments to list. Of a unit: those that reach people in it or below it, with their numbers only."""

    course: str = ""
    unit_id: int | None = None
    state: str = ""
    """"" for all that have not been withdrawn."""
    after: Key | None = None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment, with numbers of the people within the actor's units (and the filter's)."""

    id: int
    course: dict[str, str]
    unit: Text | None
    """The unit it is assigned to; None if it is assigned to one person."""
    person: str
    """Name and employee number of this person."""
    due: date | None
    people: int
    completed: int
    overdue: int
    """Who have not completed the course though the due date that counts for them has passed."""
    assigned_at: datetime
    assigned_by: str
    withdrawn_at: datetime | None
    changeable: bool
    """False for an assignment of a unit above those of the actor."""
    key: Key


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of pairs of a person and a course that they are assigned."""

    assigned: int
    completed: int
    overdue: int


def page(
    session: Session, actor: Actor, chosen: Filter, today: date
) -> tuple[list[AssignmentRow], Key | None]:
    """Return up to PAGE assignments that reach people within the actor's units, and the key of the next page."""
    listed = _listed(actor, _paths(session, actor, chosen.unit_id), today)
    columns = listed.selected_columns
    conditions: dict[str, ColumnElement[bool]] = {
        OVERDUE: columns.overdue > 0,
        UNFINISHED: columns.completed < columns.people,
        FINISHED: (columns.people > 0) & (columns.completed == columns.people),
    }
    current = Assignment.withdrawn_at.is_(None) & (Course.state == "open")
    listed = listed.where(Assignment.withdrawn_at.is_not(None) if chosen.state == WITHDRAWN else current)
    if chosen.state in conditions:
        listed = listed.where(conditions[chosen.state])
    if chosen.course:
        listed = listed.where(Course.slug == chosen.course)
    order = (columns.rank, columns.until, Assignment.id)
    if chosen.after:
        listed = listed.where(tuple_(*order) > chosen.after)
    rows = [_row(row) for row in session.execute(listed.order_by(*order).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].key if len(rows) > PAGE else None


def one(session: Session, actor: Actor, assignment_id: int, today: date) -> AssignmentRow:
    """Return an assignment that reaches people within the actor's units. Raise Refused (404) for any other."""
    listed = _listed(actor, actor.paths(Permission.ASSIGN), today, same_course(assignment_id))
    row = session.execute(listed.where(Assignment.id == assignment_id)).first()
    if row is None:
        raise messages.no_assignment()
    return _row(row)


def totals(session: Session, actor: Actor, chosen: Filter, today: date) -> Totals:
    """Return the numbers over the assignments of that course and unit, whatever their state."""
    of_course = [Course.slug == chosen.course] if chosen.course else []
    rows = reached(*of_course, within=in_subtrees(Unit.path, _paths(session, actor, chosen.unit_id)))
    dates = due_dates(rows, today)
    counted = join_progress(select(*_numbers(dates, today)).select_from(dates), dates)
    return Totals(*session.execute(counted).one())


def key_text(key: Key | None) -> str:
    """Return the key as it is in addresses."""
    return f"{key[0]}.{key[1]}.{key[2]}" if key else ""


def read_key(text: str) -> Key | None:
    """Return the key that `key_text` wrote; None for anything else."""
    found = re.fullmatch(r"([012])\.(\d{4}-\d\d-\d\d)\.(\d{1,18})", text, re.ASCII)
    try:
        return (int(found[1]), date.fromisoformat(found[2]), int(found[3])) if found else None
    except ValueError:  # 2026-02-30
        return None


def _paths(session: Session, actor: Actor, unit_id: int | None) -> Sequence[str]:
    if unit_id is None:
        return actor.paths(Permission.ASSIGN)
    return (scope.unit(session, actor, Permission.ASSIGN, unit_id).path,)


def _listed(actor: Actor, paths: Sequence[str], today: date, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query of assignments that reach into these subtrees, with the numbers of people there."""
    counts = _counts(paths, today, *conditions)
    above = (literal(path).startswith(Target.path) for path in paths)
    mine = (scope.in_units(actor, Permission.ASSIGN, path) for path in (Target.path, Unit.path))
    return (
        select(
            Assignment,
            CourseVersion.title,
            Target.name.label("unit"),
            Target.name_en,
            Person.name.label("person"),
            Person.login,
            _Giver.name.label("giver"),
            or_(*mine).label("changeable"),
            func.coalesce(Assignment.due, _NEVER).label("until"),
            *_numbers_and_rank(counts),
        )
        .select_from(Assignment)
        .join(Course, Course.id == Assignment.course_id)
        .join(CourseVersion, (CourseVersion.course_id == Course.id) & (CourseVersion.number == Course.number))
        .outerjoin(Target, Target.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(_Giver, _Giver.id == Assignment.assigned_by)
        .outerjoin(counts, counts.c.assignment_id == Assignment.id)
        .where(or_(in_subtrees(Target.path, paths), in_subtrees(Unit.path, paths), *above))
    )


def _numbers_and_rank(counts: Subquery) -> list[ColumnElement[int]]:
    """Return the numbers, which are 0 for a withdrawn assignment, and the first part of the key."""
    people, completed, overdue = (
        func.coalesce(counts.c[name], 0).label(name) for name in ("people", "completed", "overdue")
    )
    rank = case((overdue > 0, 0), (completed < people, 1), else_=2)
    return [people, completed, overdue, rank.label("rank")]


def _counts(paths: Sequence[str], today: date, *conditions: ColumnElement[bool]) -> Subquery:
    rows = reached(*conditions, within=in_subtrees(Unit.path, paths))
    dates = due_dates(rows, today)
    same = (dates.c.person_id == rows.c.person_id) & (dates.c.course_id == rows.c.course_id)
    query = select(rows.c.assignment_id, *_numbers(dates, today)).select_from(rows).join(dates, same)
    return join_progress(query, rows).group_by(rows.c.assignment_id).subquery("counts")


def _numbers(dates: Subquery, today: date) -> list[ColumnElement[int]]:
    late = Progress.completed_at.is_(None) & (dates.c.due < today)
    return [
        func.count().label("people"),
        func.count(Progress.completed_at).label("completed"),
        func.count(case((late, 1))).label("overdue"),
    ]


def _row(row: Any) -> AssignmentRow:
    assignment = row.Assignment
    return AssignmentRow(
        id=assignment.id,
        course=row.title,
        unit=Text(row.unit, row.name_en or row.unit) if row.unit is not None else None,
        person=f"{row.person} {row.login}" if row.person is not None else "",
        due=assignment.due,
        people=row.people,
        completed=row.completed,
        overdue=row.overdue,
        assigned_at=assignment.assigned_at,
        assigned_by=row.giver or "",
        withdrawn_at=assignment.withdrawn_at,
        changeable=bool(row.changeable),
        key=(row.rank, row.until, assignment.id),
    )
