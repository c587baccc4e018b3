"""Annul a sitting after a breach of the rules, or restore it if that was wrong."""

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
    """Annul a sitting. If it is in progress, it is collected first; its scores stay on record. Idempotent."""
    facts = reason_facts(actor, reason)
    sitting = watched_sitting(session, actor, sitting_id, lock=True, permission=ENROL)
    if sitting.annulled is not None:
        return sitting
    if sitting.state_at(now) in (OPEN, PAUSED):
        [sitting] = collect(session, actor, [sitting_id], reason, now, ENROL)
    return _set_annulled(session, actor, sitting, facts["reason"], "annulled", facts, now)


def restore_sitting(
    session: Session, actor: Actor, sitting_id: int, reason: str, now: datetime
) -> SittingView:
    """Let an annulled sitting count again, with the result that it had. Idempotent."""
    facts = reason_facts(actor, reason)
    sitting = watched_sitting(session, actor, sitting_id, lock=True, permission=ENROL)
    if sitting.annulled is None:
        return sitting
    return _set_annulled(session, actor, sitting, None, "restored", facts | {"before": sitting.annulled}, now)


def _set_annulled(
    session: Session,
    actor: Actor,
    sitting: SittingView,
    annulled: str | None,
    type: str,
    facts: dict[str, str],
    now: datetime,
) -> SittingView:
    session.execute(update(Sitting).where(Sitting.id == sitting.id).values(annulled=annulled))
    record_decision(session, actor, sitting, type, facts, now)
    events.emit(session, SittingJudged(sitting.id, sitting.person_id, sitting.exam_id), now)
    return replace(sitting, annulled=annulled)
