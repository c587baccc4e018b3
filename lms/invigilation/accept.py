"""Accept late answers: a person's decision, with a reason and a new receipt."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.invigilation import messages
from lms.invigilation.amend import AddedAnswer, add_answers, seal_again
from lms.invigilation.intervene import reason_facts, record_decision
from lms.invigilation.watch import watched_sitting
from lms.platform import events
from lms.sittings.find import SittingView, current_answers
from lms.sittings.models import SittingEvent


def late_answers(session: Session, sitting_id: int) -> dict[int, SittingEvent]:
    """Return, by position, the newest late answer that was not accepted."""
    rows = session.scalars(
        select(SittingEvent)
        .where(SittingEvent.sitting_id == sitting_id, SittingEvent.type == "late")
        .order_by(SittingEvent.seq)
    )
    newest = {row.position: row for row in rows if row.position is not None}
    answers = current_answers(session, sitting_id).answers
    return {
        position: row
        for position, row in sorted(newest.items())
        if position not in answers or answers[position].seq < (row.seq or 0)
    }


def accept_late_answers(
    session: Session, actor: Actor, sitting_id: int, positions: Sequence[int], reason: str, now: datetime
) -> SittingView:
    """Let the late answers of these positions count; the sitting is sealed and scored again.

    The late events stay; each accepted answer is a new event under the next number. The receipt of the
    earlier seal stays in the sitting's events.
    """
    facts = reason_facts(actor, reason)
    sitting = watched_sitting(session, actor, sitting_id, lock=True)
    late = late_answers(session, sitting_id)
    if not sitting.receipt or not positions or not set(positions) <= set(late):
        raise messages.no_late_answers()
    chosen = [late[position] for position in sorted(set(positions))]
    answers = [AddedAnswer(event.position or 0, event.response, event.client_time) for event in chosen]
    add_answers(session, actor.id, sitting, answers, now)
    ended = seal_again(session, sitting)
    receipts = {"receipt_before": sitting.receipt, "receipt": ended.sitting.receipt}
    facts |= {"positions": sorted(set(positions)), **receipts}
    record_decision(session, actor, sitting, "accepted", facts, now)
    events.emit(session, ended, now)
    return watched_sitting(session, actor, sitting_id)
