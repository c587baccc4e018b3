"""Marking a question to come back to."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.sittings.find import current, must_be_open, own
from lms.sittings.models import SittingEvent


def flag(
    session: Session, actor: Actor, sitting_id: int, position: int, flagged: bool, now: datetime
) -> None:
    """Mark a position of one's open sitting, or take the mark away; again changes nothing."""
    held = own(session, actor, sitting_id, lock=True)
    held.position(position)
    must_be_open(held, now)
    if (position in current(session, sitting_id).flags) == flagged:
        return
    session.execute(
        insert(SittingEvent).values(
            sitting_id=sitting_id,
            type="flag",
            position=position,
            response={"flagged": flagged},
            at=now,
            actor_id=actor.id,
        )
    )
