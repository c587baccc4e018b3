"""What happened in a sitting, in order, for those who watch it: when, by whom, and how long nothing happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.exam import timing
from lms.invigilation.accept import late_answers
from lms.invigilation.watch import watched_sitting
from lms.people.models import Person
from lms.sittings.find import EXPIRED, OPEN, PAUSED, CurrentAnswers, SittingView, current
from lms.sittings.models import Sitting, SittingEvent, SittingSeen

GAP = timedelta(seconds=60)
"""A silence longer than this is told."""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event."""

    at: datetime
    gap: timedelta | None
    """How long nothing had happened before it, if long."""
    type: str
    position: int | None
    seq: int | None
    by: str
    """Who else did it; empty for the candidate and for the system."""
    facts: dict[str, Any]
    """Of a decision. What was answered is not told."""


@dataclass(frozen=True, slots=True)
class EventLog:
    """A sitting and its person."""

    held: SittingView
    person: Person
    events: list[LoggedEvent]
    current: CurrentAnswers
    late: dict[int, datetime]
    """When the newest late answer came that was not accepted, by position."""
    seen_at: datetime | None
    ip: str

    @property
    def decisions(self) -> list[LoggedEvent]:
        """What was decided about it."""
        return [step for step in self.events if "reason" in step.facts]

    def count(self, type: str) -> int:
        return sum(step.type == type for step in self.events)


def event_log_of(session: Session, actor: Actor, sitting_id: int) -> EventLog:
    """One sitting within the units of an invigilator."""
    held = watched_sitting(session, actor, sitting_id)
    event = SittingEvent.__table__.c
    rows = session.execute(
        select(event.at, event.type, event.position, event.seq, event.response, event.actor_id, Person.name)
        .outerjoin(Person, Person.id == event.actor_id)
        .where(event.sitting_id == sitting_id)
        .order_by(event.id)
    ).all()
    seen = session.get(SittingSeen, sitting_id)
    late = {position: row.at for position, row in late_answers(session, sitting_id).items()}
    return EventLog(
        held,
        session.get_one(Person, held.person_id),
        [
            _logged_event(row, before, held.person_id)
            for row, before in zip(rows, [None, *rows], strict=False)
        ],
        current(session, sitting_id),
        late,
        seen.at if seen else None,
        seen.ip if seen else "",
    )


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sitting in short, for those who keep the list."""

    id: int
    number: int
    state: str
    started_at: datetime
    end: datetime
    annulled: str | None


def sittings_of(session: Session, exam_id: int, person_id: int, now: datetime) -> list[Attempt]:
    """A person's attempts at an exam. Whoever calls has asked whether the person may be seen."""
    rows = session.scalars(
        select(Sitting)
        .where(Sitting.exam_id == exam_id, Sitting.person_id == person_id)
        .order_by(Sitting.attempt)
    )
    return [
        Attempt(
            row.id, row.attempt, _state(row, now), row.started_at, row.ended_at or row.deadline, row.annulled
        )
        for row in rows
    ]


def _state(row: Sitting, now: datetime) -> str:
    if row.state != OPEN:
        return row.state
    if row.paused_at is not None:
        return PAUSED
    return EXPIRED if timing.is_over(row.deadline, now) else OPEN


def _logged_event(row: Any, before: Any, person_id: int) -> LoggedEvent:
    gap = row.at - before.at if before is not None else timedelta(0)
    told = row.type not in ("answer", "late", "flag")
    by = row.name if row.name and row.actor_id != person_id else ""
    facts = (row.response or {}) if told else {}
    return LoggedEvent(row.at, gap if gap >= GAP else None, row.type, row.position, row.seq, by, facts)
