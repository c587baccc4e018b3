"""Ends a sitting: seals its answers to the audit trail and tells who scores them, in the same transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.orm import Session

from lms.platform import audit, events
from lms.platform.db.insert import table_of
from lms.sittings import receipt
from lms.sittings.events import SittingEnded
from lms.sittings.find import OPEN, CurrentAnswers, SittingView
from lms.sittings.models import Sitting, SittingEvent


def end(
    session: Session,
    held: SittingView,
    current: CurrentAnswers,
    state: str,
    ended_at: datetime,
    actor_id: int | None,
    now: datetime,
) -> SittingView:
    """Close the sitting, which the caller has locked, as `state` with `ended_at` as its end."""
    seq, head = audit.head(session)
    ended = replace(held, state=state, ended_at=ended_at, audit_head=(seq, head))
    hash = receipt.seal(receipt.document(ended, current))
    sitting = table_of(Sitting)
    closed = session.execute(
        update(sitting)
        .where(sitting.c.id == held.id, sitting.c.state == OPEN)
        .values(state=state, ended_at=ended_at, audit_seq=seq, audit_hash=head, receipt=hash)
    )
    if cast(CursorResult[Any], closed).rowcount != 1:
        raise RuntimeError(f"sitting {held.id} was ended twice")
    ending = {"sitting_id": held.id, "type": state, "at": now, "actor_id": actor_id}
    session.execute(insert(table_of(SittingEvent)), ending)
    audit.record(session, f"delivery.{state}", f"sitting:{held.id}", actor_id, now, receipt=hash)
    ended = replace(ended, receipt=hash)
    events.emit(session, SittingEnded(ended, current), now)
    return ended
