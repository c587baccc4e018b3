"""Count the events of many sittings. Events never change, so each process reads only the new ones."""

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
"""Sittings that one process caches."""
OVERLAP = timedelta(seconds=10)
"""Events of the last seconds are read again: one with a lower id may be committed after one with a higher."""
FORGET_AFTER = timedelta(minutes=5)
"""After this time without a request, everything is read again: there may be many new events."""


@dataclass(slots=True)
class EventCounts:
    """The counts of one sitting."""

    newest: dict[int, int] = field(default_factory=dict)
    """The greatest seq by position."""
    full: set[int] = field(default_factory=set)
    """The positions whose newest answer is not empty."""
    left: set[int] = field(default_factory=set)
    """The events in which the page was left 切屏."""
    moved: set[int] = field(default_factory=set)
    """The events in which it was moved to another computer."""
    late: set[int] = field(default_factory=set)
    """The positions that were answered after the end."""
    extensions: dict[int, int] = field(default_factory=dict)
    """Minutes by the event that added them."""
    collected: bool = False
    """Whether an invigilator ended it."""
    last: datetime | None = None
    """The time of the candidate's last action."""

    @property
    def answered(self) -> int:
        return len(self.full)

    @property
    def minutes(self) -> int:
        """The minutes that invigilators have added."""
        return sum(self.extensions.values())

    def add(self, row: Row[Any]) -> None:
        """Add one event. Idempotent."""
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
            self.extensions[row.id] = row.facts["minutes"]
        elif row.type == "ended":
            self.collected = True
        if row.own and (self.last is None or row.at > self.last):
            self.last = row.at


class _EventCache:
    """The counts that one process has of one database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: dict[int, EventCounts] = {}
        self.settled_id = 0
        self.updated_at: datetime | None = None

    def update(self, session: Session, ids: Collection[int], now: datetime) -> None:
        if self._is_outdated(now) or len(self.counts) > MOST_SITTINGS:
            self.counts, self.settled_id = {}, _last_settled_id(session, now)
        else:
            self._read_new(session, now)
        self.updated_at = now
        unknown = set(ids) - set(self.counts)
        if unknown:
            read = {id_: EventCounts() for id_ in unknown}
            for row in session.execute(_event_query().where(SittingEvent.sitting_id.in_(unknown))):
                read[row.sitting_id].add(row)
            self.counts |= read

    def _is_outdated(self, now: datetime) -> bool:
        return self.updated_at is None or not timedelta(0) <= now - self.updated_at < FORGET_AFTER

    def _read_new(self, session: Session, now: datetime) -> None:
        query = _event_query().where(SittingEvent.id > self.settled_id).order_by(SittingEvent.id)
        for row in session.execute(query):
            if (counts := self.counts.get(row.sitting_id)) is not None:
                counts.add(row)
            if row.at <= now - OVERLAP:
                self.settled_id = row.id


_caches: WeakKeyDictionary[Engine | Connection, _EventCache] = WeakKeyDictionary()


def count_events(session: Session, sitting_ids: Collection[int], now: datetime) -> dict[int, EventCounts]:
    """Return the counts of these sittings; two queries at most, one when all of them are cached."""
    cache = _caches.setdefault(session.get_bind(), _EventCache())
    with cache.lock:
        cache.update(session, sitting_ids, now)
        return {id_: cache.counts[id_] for id_ in sitting_ids}


def _last_settled_id(session: Session, now: datetime) -> int:
    """Return the greatest event id below which no transaction is open any more."""
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
