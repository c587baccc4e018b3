"""Assigns a course to a unit or to single people, changes the due date, and withdraws the assignment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.catalog.models import Course
from lms.domain.access import Actor, Permission
from lms.domain.beijing import beijing_day
from lms.domain.text.typed import clean
from lms.learning import messages
from lms.learning.models import Assignment, Progress
from lms.learning.reach import Target, due_dates, reached
from lms.learning.targets import Targets, target_ids
from lms.people import scope
from lms.people.models import Person, Unit
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore

LONGEST_REASON = 200
Outcome = Literal["new", "moved", "same"]
"""What became of one target: it had not been assigned the course, has another due date now, or nothing changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an assignment changed, as numbers of people; only `completed` counts those who have completed the course."""

    due: date | None
    known: bool
    """Whether the course had been assigned to one of these targets before."""
    changed: bool
    """Whether one of them has another due date now."""
    added: int
    """Who had not been assigned the course."""
    moved: int
    """Who had another due date."""
    unmoved: int
    """Who keep the due date of another assignment."""
    same: int
    completed: int


def assign_course(
    session: Session, actor: Actor, slug: str, targets: Targets, due: date | None, now: datetime
) -> Change:
    """Assign an open course to these targets. A target that has it already is given the new due date.

    Raise Refused (400) for a date that has passed, and for targets as `target_ids` does.
    """
    _check_due(due, now)
    course_id = browse.current_version(session, slug).course.id
    chosen = target_ids(session, actor, targets)
    before = _due_by_person(session, course_id, now)
    outcomes = [_set(session, actor, course_id, column, id_, due, now) for column, id_ in chosen]
    change = _change(session, course_id, chosen, before, due, outcomes, now)
    facts = {
        "due": str(due or ""),
        "unit": _unit_code(session, targets.unit_id),
        "persons": " ".join(str(id_) for column, id_ in chosen if column == "person_id"),
        "people": str(change.added),
        "moved": str(change.moved),
    }
    audit.record(session, "learning.assign", f"course:{slug}", actor.id, now, **facts)
    return change


def set_due(session: Session, actor: Actor, assignment_id: int, due: date | None, now: datetime) -> Change:
    """Give an assignment another due date, or none. Raise Refused (400) for a date that has passed."""
    assignment, slug = _current(session, actor, assignment_id)
    _check_due(due, now)
    before = _due_by_person(session, assignment.course_id, now)
    earlier, assignment.due = assignment.due, due
    column = "unit_id" if assignment.unit_id is not None else "person_id"
    chosen = [(column, getattr(assignment, column))]
    outcome: Outcome = "same" if earlier == due else "moved"
    change = _change(session, assignment.course_id, chosen, before, due, [outcome], now)
    facts = {"course": slug, "before": str(earlier or ""), "due": str(due or ""), "moved": str(change.moved)}
    audit.record(session, "learning.set_due", f"assignment:{assignment.id}", actor.id, now, **facts)
    return change


def withdraw(session: Session, actor: Actor, assignment_id: int, reason: str, now: datetime) -> int:
    """Withdraw an assignment; return how many people are no longer assigned the course by it or any other.

    What they have done stays: progress, answers, records and certificates. Raise Refused (400) without a reason.
    """
    reason = clean(reason)
    if not reason:
        raise messages.reason_missing()
    if len(reason) > LONGEST_REASON:
        raise messages.reason_too_long(len(reason), LONGEST_REASON)
    assignment, slug = _current(session, actor, assignment_id)
    before = _due_by_person(session, assignment.course_id, now)
    assignment.withdrawn_at = now
    session.flush()
    left = before.keys() - _due_by_person(session, assignment.course_id, now).keys()
    count = len(left - _completed(session, assignment.course_id))
    facts = {"course": slug, "reason": reason, "people": str(count)}
    audit.record(session, "learning.withdraw", f"assignment:{assignment.id}", actor.id, now, **facts)
    return count


def _check_due(due: date | None, now: datetime) -> None:
    if due is not None and due < beijing_day(now):
        raise messages.due_passed()


def _current(session: Session, actor: Actor, assignment_id: int) -> tuple[Assignment, str]:
    """Return an assignment to a unit or person of the actor's, with the course's slug.

    Raise Refused (404) for any other, and if it has been withdrawn.
    """
    row = session.execute(
        select(Assignment, Course.slug)
        .join(Course, Course.id == Assignment.course_id)
        .outerjoin(Target, Target.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Assignment.id == assignment_id)
        .where(
            scope.in_units(actor, Permission.ASSIGN, Target.path)
            | scope.in_units(actor, Permission.ASSIGN, Unit.path)
        )
    ).first()
    if row is None:
        raise messages.no_assignment()
    assignment, slug = row
    if assignment.withdrawn_at is not None:
        raise messages.already_withdrawn()
    return assignment, slug


def _set(
    session: Session, actor: Actor, course_id: int, column: str, id_: int, due: date | None, now: datetime
) -> Outcome:
    """Assign the course to one target; if it has it already, give it the due date."""
    target = {column: id_}
    known = {"course_id": course_id, "due": due, "assigned_by": actor.id, "assigned_at": now}
    if insert_or_ignore(session, Assignment, **target, **known):
        return "new"
    current = session.scalars(
        select(Assignment)
        .where(Assignment.course_id == course_id, Assignment.withdrawn_at.is_(None))
        .where(getattr(Assignment, column) == id_)
    ).one()
    earlier, current.due = current.due, due
    return "same" if earlier == due else "moved"


def _due_by_person(session: Session, course_id: int, now: datetime) -> dict[int, date | None]:
    """Return the date that counts for everybody who is assigned the course."""
    dates = due_dates(reached(Assignment.course_id == course_id, within=true()), beijing_day(now))
    return dict(session.execute(select(dates.c.person_id, dates.c.due)).all())


def _completed(session: Session, course_id: int) -> set[int]:
    completed = Progress.course_id == course_id, Progress.completed_at.is_not(None)
    return set(session.scalars(select(Progress.person_id).where(*completed)))


def _change(
    session: Session,
    course_id: int,
    chosen: list[tuple[str, int]],
    before: dict[int, date | None],
    due: date | None,
    outcomes: Sequence[Outcome],
    now: datetime,
) -> Change:
    """Compare the dates before with those that count now for the people of the chosen targets."""
    session.flush()
    after, completed = _due_by_person(session, course_id, now), _completed(session, course_id)
    mine = _reached_by(session, course_id, chosen)
    open_ = mine - completed
    added = open_ - before.keys()
    moved = {person for person in open_ - added if before[person] != after[person]}
    unmoved = {person for person in open_ - added - moved if after[person] != due}
    same = open_ - added - moved - unmoved
    known, changed = any(outcome != "new" for outcome in outcomes), "moved" in outcomes
    numbers = (len(group) for group in (added, moved, unmoved, same, mine & completed))
    return Change(due, known, changed, *numbers)


def _reached_by(session: Session, course_id: int, chosen: list[tuple[str, int]]) -> set[int]:
    """Return the people of these targets who are assigned the course."""
    rows = reached(Assignment.course_id == course_id, within=true())
    targets = select(rows.c.person_id, Assignment.unit_id, Assignment.person_id).join(
        Assignment, Assignment.id == rows.c.assignment_id
    )
    wanted = set(chosen)
    return {
        person
        for person, unit_id, single_id in session.execute(targets)
        if ("unit_id", unit_id) in wanted or ("person_id", single_id) in wanted
    }


def _unit_code(session: Session, unit_id: int | None) -> str:
    return session.get_one(Unit, unit_id).code if unit_id is not None else ""
