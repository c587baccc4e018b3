"""Flags a question to come back to."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.sittings.find import current_answers, must_be_open, own_sitting
from lms.sittings.models import SittingEvent


def set_flag(
    session: Session, actor: Actor, sitting_id: int, position: int, flagged: bool, now: datetime
) -> None:
    """Flag a position of the actor's open sitting, or remove the flag. Idempotent."""
    sitting = own_sitting(session, actor, sitting_id, lock=True)
    sitting.position(position)
    must_be_open(sitting, now)
    if (position in current_answers(session, sitting_id).flags) == flagged:
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
