"""The events of a sitting in order, for its invigilators: when, by whom, and how long nothing happened before."""

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
from lms.sittings.find import EXPIRED, OPEN, PAUSED, CurrentAnswers, SittingView, current_answers
from lms.sittings.models import Sitting, SittingEvent, SittingSeen

GAP = timedelta(seconds=60)
"""A longer silence before an event is shown."""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event."""

    at: datetime
    gap: timedelta | None
    """The time since the event before, if it is long."""
    type: str
    position: int | None
    seq: int | None
    by: str
    """The name of the person who did it; empty for the candidate and for the system."""
    facts: dict[str, Any]
    """Of a decision. Answers are not included."""


@dataclass(frozen=True, slots=True)
class EventLog:
    """A sitting and its person."""

    sitting: SittingView
    person: Person
    events: list[LoggedEvent]
    current: CurrentAnswers
    late: dict[int, datetime]
    """The time of the newest late answer that was not accepted, by position."""
    seen_at: datetime | None
    ip: str

    @property
    def decisions(self) -> list[LoggedEvent]:
        """The events that are decisions."""
        return [event for event in self.events if "reason" in event.facts]

    def count(self, type: str) -> int:
        return sum(event.type == type for event in self.events)


def event_log_of(session: Session, actor: Actor, sitting_id: int) -> EventLog:
    """Return the log of one sitting within the units of an invigilator."""
    sitting = watched_sitting(session, actor, sitting_id)
    event = SittingEvent.__table__.c
    rows = session.execute(
        select(event.at, event.type, event.position, event.seq, event.response, event.actor_id, Person.name)
        .outerjoin(Person, Person.id == event.actor_id)
        .where(event.sitting_id == sitting_id)
        .order_by(event.id)
    ).all()
    presence = session.get(SittingSeen, sitting_id)
    late = {position: row.at for position, row in late_answers(session, sitting_id).items()}
    return EventLog(
        sitting,
        session.get_one(Person, sitting.person_id),
        [
            _logged_event(row, before, sitting.person_id)
            for row, before in zip(rows, [None, *rows], strict=False)
        ],
        current_answers(session, sitting_id),
        late,
        presence.at if presence else None,
        presence.ip if presence else "",
    )


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sitting in short, for the page of a candidate."""

    id: int
    number: int
    state: str
    started_at: datetime
    end: datetime
    annulled: str | None


def sittings_of(session: Session, exam_id: int, person_id: int, now: datetime) -> list[Attempt]:
    """Return a person's attempts at an exam. The caller has checked that the actor may see the person."""
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
    is_shown = row.type not in ("answer", "late", "flag")
    by = row.name if row.name and row.actor_id != person_id else ""
    facts = (row.response or {}) if is_shown else {}
    return LoggedEvent(row.at, gap if gap >= GAP else None, row.type, row.position, row.seq, by, facts)
