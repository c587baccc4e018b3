"""Records that a candidate's browser is present; it gets the sitting's state and the decisions about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.sittings.find import SittingView, own_sitting
from lms.sittings.models import SittingEvent, SittingSeen
from lms.sittings.move import assign_device

RECORD_INTERVAL = timedelta(seconds=20)
"""A presence within this time of the last is not recorded: all browsers of an exam report every ten seconds."""
DECISIONS = ("paused", "resumed", "extended", "moved", "ended", "accepted")
FOCUS = ("focus-lost", "focus-back")


@dataclass(frozen=True, slots=True)
class FocusChange:
    """The page was left, or came back to. `client_time` identifies it."""

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
    """The sitting, when its browser was last seen, and the decisions about it."""

    sitting: SittingView
    seen_at: datetime | None
    decisions: list[Decision]


def presence_of(session: Session, actor: Actor, sitting_id: int) -> PresenceView:
    """Return the presence of the actor's sitting. Two queries; writes nothing."""
    sitting = own_sitting(session, actor, sitting_id)
    rows = session.execute(
        select(SittingEvent.type, SittingEvent.at, SittingEvent.response, SittingSeen.at.label("seen_at"))
        .select_from(SittingEvent)
        .outerjoin(SittingSeen, SittingSeen.sitting_id == SittingEvent.sitting_id)
        .where(SittingEvent.sitting_id == sitting_id, SittingEvent.type.in_((*DECISIONS, "started")))
        .order_by(SittingEvent.id)
    ).all()
    decisions = [Decision(row.type, row.at, row.response or {}) for row in rows if row.type in DECISIONS]
    return PresenceView(sitting, rows[0].seen_at if rows else None, decisions)


def needs_recording(
    presence_view: PresenceView, focus_changes: Sequence[FocusChange], device: str, now: datetime
) -> bool:
    """Whether `record_presence` has anything to record."""
    long_ago = presence_view.seen_at is None or now - presence_view.seen_at >= RECORD_INTERVAL
    return bool(focus_changes) or long_ago or (bool(device) and presence_view.sitting.device in (None, ""))


def record_presence(
    session: Session,
    presence_view: PresenceView,
    focus_changes: Sequence[FocusChange],
    device: str,
    ip: str,
    now: datetime,
) -> None:
    """Record when the browser was last seen, its focus changes, and that it has the sitting if none had it."""
    sitting = presence_view.sitting
    made = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(SittingSeen)
    session.execute(
        made.values(sitting_id=sitting.id, at=now, ip=ip).on_conflict_do_update(
            index_elements=["sitting_id"], set_={"at": now, "ip": ip}
        )
    )
    if device and sitting.device in (None, ""):
        assign_device(session, sitting.id, device)
    if focus_changes:
        _record_focus_changes(session, sitting, focus_changes, now)


def _record_focus_changes(
    session: Session, sitting: SittingView, focus_changes: Sequence[FocusChange], now: datetime
) -> None:
    known = session.execute(
        select(SittingEvent.type, SittingEvent.client_time).where(
            SittingEvent.sitting_id == sitting.id,
            SittingEvent.type.in_(FOCUS),
            SittingEvent.client_time.in_({change.client_time for change in focus_changes}),
        )
    ).all()
    fresh = dict.fromkeys(
        change for change in focus_changes if (change.type, change.client_time) not in set(map(tuple, known))
    )
    if fresh:
        rows = [
            {
                "sitting_id": sitting.id,
                "type": change.type,
                "at": now,
                "client_time": change.client_time,
                "actor_id": sitting.person_id,
            }
            for change in fresh
        ]
        session.execute(insert(SittingEvent), rows)
