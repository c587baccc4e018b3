"""Ends a sitting: seals its answers to the audit trail and emits SittingEnded, in the same transaction."""

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


def end_sitting(
    session: Session,
    sitting: SittingView,
    current: CurrentAnswers,
    state: str,
    ended_at: datetime,
    actor_id: int | None,
    now: datetime,
) -> SittingView:
    """Close a sitting that the caller has locked, as `state` with `ended_at` as its end."""
    seq, head = audit.head(session)
    ended = replace(sitting, state=state, ended_at=ended_at, audit_head=(seq, head))
    hash = receipt.seal_hash(receipt.sealed_document(ended, current))
    table = table_of(Sitting)
    closed = session.execute(
        update(table)
        .where(table.c.id == sitting.id, table.c.state == OPEN)
        .values(state=state, ended_at=ended_at, audit_seq=seq, audit_hash=head, receipt=hash)
    )
    if cast(CursorResult[Any], closed).rowcount != 1:
        raise RuntimeError(f"sitting {sitting.id} was ended twice")
    ending = {"sitting_id": sitting.id, "type": state, "at": now, "actor_id": actor_id}
    session.execute(insert(table_of(SittingEvent)), ending)
    audit.record(session, f"delivery.{state}", f"sitting:{sitting.id}", actor_id, now, receipt=hash)
    ended = replace(ended, receipt=hash)
    events.emit(session, SittingEnded(ended, current), now)
    return ended
