"""Moves a sitting to another browser: never by accident, and recorded."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.platform import audit
from lms.sittings.find import SittingView, must_be_running, own_sitting
from lms.sittings.models import Sitting, SittingEvent


def move_sitting(
    session: Session, actor: Actor, sitting_id: int, device: str, ip: str, now: datetime
) -> SittingView:
    """Continue the actor's sitting in this browser; the one before learns of it by its next report. Idempotent."""
    sitting = own_sitting(session, actor, sitting_id, lock=True)
    must_be_running(sitting, now)
    if not device or sitting.device == device:
        return sitting
    assign_device(session, sitting.id, device)
    facts = {"by": actor.name, "ip": ip}
    session.execute(
        insert(SittingEvent).values(
            sitting_id=sitting.id, type="moved", response=facts, at=now, actor_id=actor.id
        )
    )
    audit.record(session, "delivery.moved", f"sitting:{sitting.id}", actor.id, now, ip=ip)
    return sitting


def assign_device(session: Session, sitting_id: int, device: str) -> None:
    """Record that this browser has the sitting."""
    session.execute(update(Sitting).where(Sitting.id == sitting_id).values(device=device))
