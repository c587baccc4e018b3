"""A browser that sits says that it is there; it hears how the clock stands and what was decided meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.sittings.find import SittingView, own
from lms.sittings.models import SittingEvent, SittingSeen
from lms.sittings.move import take

NOTED_EVERY = timedelta(seconds=20)
"""Seen again within this time is not written down again: a room full of browsers asks every ten seconds."""
DECISIONS = ("paused", "resumed", "extended", "moved", "ended", "accepted")
FOCUS = ("focus-lost", "focus-back")


@dataclass(frozen=True, slots=True)
class FocusChange:
    """The page was left, or came back to. `client_time` tells two of them apart."""

    type: str
    client_time: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What an invigilator decided about the sitting."""

    type: str
    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PresenceView:
    """How the sitting stands."""

    held: SittingView
    seen_at: datetime | None
    decisions: list[Decision]


def presence_of(session: Session, actor: Actor, sitting_id: int) -> PresenceView:
    """How the actor's sitting stands. Two queries; writes nothing."""
    held = own(session, actor, sitting_id)
    rows = session.execute(
        select(SittingEvent.type, SittingEvent.at, SittingEvent.response, SittingSeen.at.label("seen_at"))
        .select_from(SittingEvent)
        .outerjoin(SittingSeen, SittingSeen.sitting_id == SittingEvent.sitting_id)
        .where(SittingEvent.sitting_id == sitting_id, SittingEvent.type.in_((*DECISIONS, "started")))
        .order_by(SittingEvent.id)
    ).all()
    decisions = [Decision(row.type, row.at, row.response or {}) for row in rows if row.type in DECISIONS]
    return PresenceView(held, rows[0].seen_at if rows else None, decisions)


def must_be_noted(heard: PresenceView, glances: Sequence[FocusChange], device: str, now: datetime) -> bool:
    """Whether there is anything to write down."""
    long_ago = heard.seen_at is None or now - heard.seen_at >= NOTED_EVERY
    return bool(glances) or long_ago or (bool(device) and heard.held.device in (None, ""))


def note(
    session: Session, heard: PresenceView, glances: Sequence[FocusChange], device: str, ip: str, now: datetime
) -> None:
    """Write down when it was last seen, what it says of its page, and which browser has it if none had."""
    held = heard.held
    made = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(SittingSeen)
    session.execute(
        made.values(sitting_id=held.id, at=now, ip=ip).on_conflict_do_update(
            index_elements=["sitting_id"], set_={"at": now, "ip": ip}
        )
    )
    if device and held.device in (None, ""):
        take(session, held.id, device)
    if glances:
        _note_glances(session, held, glances, now)


def _note_glances(session: Session, held: SittingView, glances: Sequence[FocusChange], now: datetime) -> None:
    known = session.execute(
        select(SittingEvent.type, SittingEvent.client_time).where(
            SittingEvent.sitting_id == held.id,
            SittingEvent.type.in_(FOCUS),
            SittingEvent.client_time.in_({one.client_time for one in glances}),
        )
    ).all()
    fresh = dict.fromkeys(one for one in glances if (one.type, one.client_time) not in set(map(tuple, known)))
    if fresh:
        rows = [
            {
                "sitting_id": held.id,
                "type": one.type,
                "at": now,
                "client_time": one.client_time,
                "actor_id": held.person_id,
            }
            for one in fresh
        ]
        session.execute(insert(SittingEvent), rows)
