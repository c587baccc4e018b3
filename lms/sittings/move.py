"""A sitting goes on in another browser: said aloud, noted, and never by accident."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.platform import audit
from lms.sittings.find import SittingView, must_be_running, own
from lms.sittings.models import Sitting, SittingEvent


def move(session: Session, actor: Actor, sitting_id: int, device: str, ip: str, now: datetime) -> SittingView:
    """The candidate goes on here; the browser before is told so. Again changes nothing."""
    held = own(session, actor, sitting_id, lock=True)
    must_be_running(held, now)
    if not device or held.device == device:
        return held
    take(session, held.id, device)
    facts = {"by": actor.name, "ip": ip}
    session.execute(
        insert(SittingEvent).values(
            sitting_id=held.id, type="moved", response=facts, at=now, actor_id=actor.id
        )
    )
    audit.record(session, "delivery.moved", f"sitting:{held.id}", actor.id, now, ip=ip)
    return held


def take(session: Session, sitting_id: int, device: str) -> None:
    """This browser has the sitting."""
    session.execute(update(Sitting).where(Sitting.id == sitting_id).values(device=device))
