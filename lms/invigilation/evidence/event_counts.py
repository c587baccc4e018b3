"""What has happened in many sittings so far, added up: events are never changed, so only new ones are read."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, Select, String, case, cast, select
from sqlalchemy.orm import Session

from lms.sittings.models import SittingEvent

MOST_SITTINGS = 5_000
"""Sittings that one process keeps."""
OVERLAP = timedelta(seconds=10)
"""Events of this long are read again: one with a lower id may be committed after one with a higher."""
FORGET_AFTER = timedelta(minutes=5)
"""Nobody has asked for this long: what was missed may be much, so all is read anew."""


@dataclass(slots=True)
class EventCounts:
    """One sitting."""

    newest: dict[int, int] = field(default_factory=dict)
    """The greatest seq by position."""
    full: set[int] = field(default_factory=set)
    """The positions whose newest answer has anything in it."""
    left: set[int] = field(default_factory=set)
    """The events in which the page was left 切屏."""
    moved: set[int] = field(default_factory=set)
    """The events in which another machine took it."""
    late: set[int] = field(default_factory=set)
    """Positions that were answered after the end."""
    given: dict[int, int] = field(default_factory=dict)
    """Minutes by the event that gave them."""
    collected: bool = False
    """Whether an invigilator ended it."""
    last: datetime | None = None
    """When its candidate last did something."""

    @property
    def answered(self) -> int:
        return len(self.full)

    @property
    def minutes(self) -> int:
        """What invigilators have added to its time."""
        return sum(self.given.values())

    def add(self, row: Row[Any]) -> None:
        """One event; again changes nothing."""
        if row.type == "answer" and row.seq >= self.newest.get(row.position, 0):
            self.newest[row.position] = row.seq
            (self.full.add if row.full else self.full.discard)(row.position)
        elif row.type == "late":
            self.late.add(row.position)
        elif row.type == "focus-lost":
            self.left.add(row.id)
        elif row.type == "moved":
            self.moved.add(row.id)
        elif row.type == "extended":
            self.given[row.id] = row.facts["minutes"]
        elif row.type == "ended":
            self.collected = True
        if row.own and (self.last is None or row.at > self.last):
            self.last = row.at


class _EventCache:
    """What one process knows of one database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: dict[int, EventCounts] = {}
        self.mark = 0
        self.asked: datetime | None = None

    def bring_up(self, session: Session, ids: Collection[int], now: datetime) -> None:
        if (
            self.asked is None
            or not timedelta(0) <= now - self.asked < FORGET_AFTER
            or len(self.known) > MOST_SITTINGS
        ):
            self.known, self.mark = {}, _last_settled_id(session, now)
        else:
            self._read(
                session, _event_query().where(SittingEvent.id > self.mark).order_by(SittingEvent.id), now
            )
        self.asked = now
        fresh = set(ids) - set(self.known)
        if fresh:
            read = {id_: EventCounts() for id_ in fresh}
            for row in session.execute(_event_query().where(SittingEvent.sitting_id.in_(fresh))):
                read[row.sitting_id].add(row)
            self.known |= read

    def _read(self, session: Session, query: Select[Any], now: datetime) -> None:
        for row in session.execute(query):
            if (sums := self.known.get(row.sitting_id)) is not None:
                sums.add(row)
            if row.at <= now - OVERLAP:
                self.mark = row.id


_caches: WeakKeyDictionary[Engine | Connection, _EventCache] = WeakKeyDictionary()


def count_events(session: Session, sitting_ids: Collection[int], now: datetime) -> dict[int, EventCounts]:
    """The sums of these sittings; two queries at most, one when all of them are known."""
    shelf = _caches.setdefault(session.get_bind(), _EventCache())
    with shelf.lock:
        shelf.bring_up(session, sitting_ids, now)
        return {id_: shelf.known[id_] for id_ in sitting_ids}


def _last_settled_id(session: Session, now: datetime) -> int:
    """The greatest number below which nothing is under way any more."""
    newest = select(SittingEvent.id).where(SittingEvent.at <= now - OVERLAP)
    return session.scalar(newest.order_by(SittingEvent.id.desc()).limit(1)) or 0


def _event_query() -> Select[Any]:
    event = SittingEvent
    return select(
        event.id,
        event.sitting_id,
        event.type,
        event.position,
        event.seq,
        event.at,
        (cast(event.response, String) != "{}").label("full"),
        case((event.type == "extended", event.response)).label("facts"),
        event.type.in_(("started", "answer", "late", "flag", "focus-lost", "focus-back")).label("own"),
    )
