"""A sitting counts for nothing, after a breach of the rules; or it counts again, if that was wrong."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.invigilation.intervene import collect, reason_facts, record_decision
from lms.invigilation.watch import watched_sitting
from lms.platform import events
from lms.sittings.events import SittingJudged
from lms.sittings.find import OPEN, PAUSED, SittingView
from lms.sittings.models import Sitting

ENROL = Permission.ENROL


def annul_sitting(session: Session, actor: Actor, sitting_id: int, reason: str, now: datetime) -> SittingView:
    """From now on it counts for nothing. One that runs is collected first; its scoring stays on record."""
    facts = reason_facts(actor, reason)
    held = watched_sitting(session, actor, sitting_id, lock=True, permission=ENROL)
    if held.annulled is not None:
        return held
    if held.state_at(now) in (OPEN, PAUSED):
        [held] = collect(session, actor, [sitting_id], reason, now, ENROL)
    return _set_annulled(session, actor, held, facts["reason"], "annulled", facts, now)


def restore_sitting(
    session: Session, actor: Actor, sitting_id: int, reason: str, now: datetime
) -> SittingView:
    """It counts again, with the result it had."""
    facts = reason_facts(actor, reason)
    held = watched_sitting(session, actor, sitting_id, lock=True, permission=ENROL)
    if held.annulled is None:
        return held
    return _set_annulled(session, actor, held, None, "restored", facts | {"before": held.annulled}, now)


def _set_annulled(
    session: Session,
    actor: Actor,
    held: SittingView,
    annulled: str | None,
    type: str,
    facts: dict[str, str],
    now: datetime,
) -> SittingView:
    session.execute(update(Sitting).where(Sitting.id == held.id).values(annulled=annulled))
    record_decision(session, actor, held, type, facts, now)
    events.emit(session, SittingJudged(held.id, held.person_id, held.exam_id), now)
    return replace(held, annulled=annulled)
