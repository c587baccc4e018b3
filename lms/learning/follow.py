"""Follows the people whom one assignment reaches: who has begun, who has completed the course, who is overdue."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Subquery, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.learning.models import Progress
from lms.learning.overview import OVERDUE, PAGE
from lms.learning.reach import due_dates, in_subtrees, join_progress, reached, same_course
from lms.people.models import Person, Unit

NOT_BEGUN, LEARNING, COMPLETED = "not-begun", "learning", "completed"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who is assigned a course, and how far they are."""

    login: str
    name: str
    unit: Text
    started_at: datetime | None
    completed_at: datetime | None
    due: date | None
    """The date that counts for them."""


def people(
    session: Session, actor: Actor, assignment_id: int, state: str, after: str, today: date
) -> tuple[list[PersonRow], str]:
    """Return up to PAGE people within the actor's units, by employee number, and the key of the next page.

    `state` is NOT_BEGUN, LEARNING, COMPLETED, OVERDUE, or "" for everybody.
    """
    rows = reached(same_course(assignment_id), within=in_subtrees(Unit.path, actor.paths(Permission.ASSIGN)))
    dates = due_dates(rows, today)
    query = (
        select(Person, Unit, Progress.started_at, Progress.completed_at, dates.c.due)
        .select_from(rows)
        .join(dates, (dates.c.person_id == rows.c.person_id) & (dates.c.course_id == rows.c.course_id))
        .join(Person, Person.id == rows.c.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(rows.c.assignment_id == assignment_id, Person.login > after)
    )
    query = join_progress(query, rows).order_by(Person.login).limit(PAGE + 1)
    if state:
        query = query.where(_conditions(dates, today)[state])
    found = [
        PersonRow(person.login, person.name, Text(unit.name, unit.name_en or unit.name), *progress)
        for person, unit, *progress in session.execute(query)
    ]
    return found[:PAGE], found[PAGE - 1].login if len(found) > PAGE else ""


def _conditions(dates: Subquery, today: date) -> dict[str, ColumnElement[bool]]:
    open_ = Progress.completed_at.is_(None)
    return {
        NOT_BEGUN: Progress.started_at.is_(None),
        LEARNING: Progress.started_at.is_not(None) & open_,
        COMPLETED: ~open_,
        OVERDUE: open_ & (dates.c.due < today),
    }
