"""Finds completion records for those who may see them: by unit subtree, course and time, in pages or streamed."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from lms.catalog.models import Course
from lms.domain.access import Actor, Permission
from lms.domain.beijing import BEIJING
from lms.people import scope
from lms.people.models import Unit
from lms.records import messages
from lms.records.models import CompletionRecord
from lms.sittings.models import Sitting

PAGE = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records to list. Days are days in Beijing, both ends included; `unit` is a unit's code."""

    unit: str = ""
    since: date | None = None
    until: date | None = None
    course: str = ""
    exam: str = ""
    """The name of an exam, for reports about exams."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals over the rows of a filter."""

    records: int
    people: int
    hours: Decimal


def read_day(text: str, name: str) -> date | None:
    """Return the day of a text like 2026-11-23; None for an empty text. Raise Refused for any other."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise messages.not_a_day(text, name) from None


def visible(session: Session, actor: Actor | None, chosen: Filter) -> Select[CompletionRecord]:
    """Return the query of the records within the actor's units (None: the command line, all) that match the filter.

    A record that a later one corrects is not listed; one that was withdrawn is there as the entry that says so.
    """
    query = select(CompletionRecord)
    if actor is not None:
        query = query.where(scope.in_units(actor, Permission.SEE_RECORDS, CompletionRecord.unit_path))
    if chosen.unit:
        path = visible_path(session, actor, chosen.unit)
        query = query.where(CompletionRecord.unit_path.startswith(path, autoescape=True))
    since, until = midnights(chosen)
    if since:
        query = query.where(CompletionRecord.completed_at >= since)
    if until:
        query = query.where(CompletionRecord.completed_at < until)
    if chosen.course:
        query = query.where(CompletionRecord.course_slug == chosen.course)
    later = aliased(CompletionRecord)
    return query.where(~select(later.id).where(later.corrects_id == CompletionRecord.id).exists())


def visible_path(session: Session, actor: Actor | None, code: str) -> str:
    """Return the path of a unit. Raise Refused if it is not within the actor's (None: the command line, all)."""
    unit = session.scalar(select(Unit).where(Unit.code == code))
    allowed = unit is not None and (
        actor is None or any(unit.path.startswith(path) for path in actor.paths(Permission.SEE_RECORDS))
    )
    if unit is None or not allowed:
        raise messages.no_unit(code)
    return unit.path


def page(
    session: Session, actor: Actor, chosen: Filter, after: int = 0, most: int = PAGE
) -> tuple[list[CompletionRecord], int | None]:
    """Return up to `most` records with ids above `after`, and the key of the next page (None after the last)."""
    query = visible(session, actor, chosen).where(CompletionRecord.id > after)
    rows = list(session.scalars(query.order_by(CompletionRecord.id).limit(most + 1)))
    return rows[:most], rows[most - 1].id if len(rows) > most else None


def all_records(
    session: Session, actor: Actor | None, chosen: Filter
) -> Generator[CompletionRecord, None, None]:
    """Yield all records of the filter in the order of their ids; memory does not grow with their number."""
    query = visible(session, actor, chosen).order_by(CompletionRecord.id)
    with session.execute(query.execution_options(yield_per=1000)) as result:
        yield from result.scalars()


def count(session: Session, actor: Actor | None, chosen: Filter) -> int:
    """Return the number of records of the filter."""
    query = visible(session, actor, chosen).with_only_columns(func.count(CompletionRecord.id))
    return session.scalar(query) or 0


def totals(session: Session, actor: Actor, chosen: Filter) -> Totals:
    """Return the number of records that count, of their people, and the sum of hours."""
    records = visible(session, actor, chosen).where(~CompletionRecord.withdrawn).subquery()
    row = session.execute(
        select(func.count(), func.count(func.distinct(records.c.person_id)), func.sum(records.c.hours))
    ).one()
    return Totals(row[0], row[1], row[2] or Decimal(0))


def units(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return (code, name) of the units to filter by, parents first."""
    return [(unit.code, unit.name) for unit in session.scalars(scope.units(actor, Permission.SEE_RECORDS))]


def records_of_person(session: Session, person_id: int) -> list[CompletionRecord]:
    """Return a person's own records, newest first."""
    later = aliased(CompletionRecord)
    return list(
        session.scalars(
            select(CompletionRecord)
            .where(CompletionRecord.person_id == person_id)
            .where(~select(later.id).where(later.corrects_id == CompletionRecord.id).exists())
            .order_by(CompletionRecord.id.desc())
        )
    )


def withdrawn_records(session: Session, person_id: int) -> list[CompletionRecord]:
    """Return the withdrawals of a person's completions of open courses that they have not completed again."""
    later = aliased(CompletionRecord)
    again = select(later.id).where(
        later.person_id == CompletionRecord.person_id,
        later.course_id == CompletionRecord.course_id,
        later.round > CompletionRecord.round,
    )
    return list(
        session.scalars(
            select(CompletionRecord)
            .join(Course, (Course.id == CompletionRecord.course_id) & (Course.state == "open"))
            .where(CompletionRecord.person_id == person_id, CompletionRecord.withdrawn, ~again.exists())
            .order_by(CompletionRecord.id)
        )
    )


def records_to_correct(session: Session, actor: Actor) -> list[CompletionRecord]:
    """Return the records within the actor's units that are based on an annulled sitting."""
    query = visible(session, actor, Filter()).join(Sitting, Sitting.id == CompletionRecord.sitting_id)
    annulled = query.where(Sitting.annulled.is_not(None), ~CompletionRecord.withdrawn)
    return list(session.scalars(annulled.order_by(CompletionRecord.id)))


def midnights(chosen: Filter) -> tuple[datetime | None, datetime | None]:
    """Return the times from which and before which a filter's days are; None for an open end."""
    return (
        _midnight(chosen.since) if chosen.since else None,
        _midnight(chosen.until + timedelta(days=1)) if chosen.until else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)
