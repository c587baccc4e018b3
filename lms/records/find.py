"""Completion records for those who may see them: by unit subtree, course and time, by key, streaming."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from lms.domain.access import Actor, Permission
from lms.domain.beijing import BEIJING
from lms.domain.problem import Refused, Text
from lms.people import scope
from lms.people.models import Unit
from lms.records.models import CompletionRecord
from lms.sittings.models import Sitting

PAGE = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What to see. Days are days in Beijing, both ends included; `unit` is a unit's code."""

    unit: str = ""
    since: date | None = None
    until: date | None = None
    course: str = ""
    exam: str = ""
    """The name of an exam, for reports about exams."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the rows of a filter add up to."""

    records: int
    people: int
    hours: Decimal


def read_day(text: str, name: str) -> date | None:
    """2026-11-23; nothing for an empty text."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            "day.malformed",
            Text(f"日期“{text[:20]}”写法不对", f'"{text[:20]}" is not a day'),
            Text("请写成 2026-11-23", "Write it as 2026-11-23"),
            status=400,
            where=name,
        ) from None


def visible(session: Session, actor: Actor | None, chosen: Filter) -> Select[CompletionRecord]:
    """The records within the actor's units (None: the command line, all) that still stand and fit.

    A record that a later one corrects is history; it is not listed.
    """
    query = select(CompletionRecord)
    if actor is not None:
        query = query.where(scope.in_units(actor, Permission.SEE_RECORDS, CompletionRecord.unit_path))
    if chosen.unit:
        path = path_of(session, actor, chosen.unit)
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


def path_of(session: Session, actor: Actor | None, code: str) -> str:
    """The path of a unit within those of the actor (None: the command line, all). Raises Refused."""
    unit = session.scalar(select(Unit).where(Unit.code == code))
    allowed = unit is not None and (
        actor is None or any(unit.path.startswith(path) for path in actor.paths(Permission.SEE_RECORDS))
    )
    if unit is None or not allowed:
        raise Refused(
            "unit.unknown",
            Text(f"没有单位代码 {code[:40]}", f"There is no unit with the code {code[:40]}"),
            Text("请从单位列表中选择", "Choose one from the list of units"),
            status=404,
        )
    return unit.path


def page(
    session: Session, actor: Actor, chosen: Filter, after: int = 0, most: int = PAGE
) -> tuple[list[CompletionRecord], int | None]:
    """Up to `most` records with ids beyond `after`, and the key of the next page."""
    query = visible(session, actor, chosen).where(CompletionRecord.id > after)
    rows = list(session.scalars(query.order_by(CompletionRecord.id).limit(most + 1)))
    return rows[:most], rows[most - 1].id if len(rows) > most else None


def every(session: Session, actor: Actor | None, chosen: Filter) -> Generator[CompletionRecord, None, None]:
    """All of them in the order of their ids, read in pieces: memory does not grow with their number."""
    query = visible(session, actor, chosen).order_by(CompletionRecord.id)
    with session.execute(query.execution_options(yield_per=1000)) as found:
        yield from found.scalars()


def count(session: Session, actor: Actor | None, chosen: Filter) -> int:
    """How many there are."""
    found = visible(session, actor, chosen).with_only_columns(func.count(CompletionRecord.id))
    return session.scalar(found) or 0


def totals(session: Session, actor: Actor, chosen: Filter) -> Totals:
    """How many records, of how many people, and the hours together."""
    found = visible(session, actor, chosen).subquery()
    row = session.execute(
        select(func.count(), func.count(func.distinct(found.c.person_id)), func.sum(found.c.hours))
    ).one()
    return Totals(row[0], row[1], row[2] or Decimal(0))


def units(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the units to filter by, parents first."""
    return [(unit.code, unit.name) for unit in session.scalars(scope.units(actor, Permission.SEE_RECORDS))]


def of_person(session: Session, person_id: int) -> list[CompletionRecord]:
    """A person's own records, newest first."""
    later = aliased(CompletionRecord)
    return list(
        session.scalars(
            select(CompletionRecord)
            .where(CompletionRecord.person_id == person_id)
            .where(~select(later.id).where(later.corrects_id == CompletionRecord.id).exists())
            .order_by(CompletionRecord.id.desc())
        )
    )


def to_correct(session: Session, actor: Actor) -> list[CompletionRecord]:
    """Records within the actor's units that rest on a sitting which counts for nothing any more."""
    query = visible(session, actor, Filter()).join(Sitting, Sitting.id == CompletionRecord.sitting_id)
    return list(session.scalars(query.where(Sitting.annulled.is_not(None)).order_by(CompletionRecord.id)))


def midnights(chosen: Filter) -> tuple[datetime | None, datetime | None]:
    """The moments from which and before which a filter's days lie."""
    return (
        _midnight(chosen.since) if chosen.since else None,
        _midnight(chosen.until + timedelta(days=1)) if chosen.until else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)
