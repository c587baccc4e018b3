"""Decisions of an invigilator about sittings in progress: each with a reason, recorded in the sitting and audited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from lms.candidates.reasons import reason_problems
from lms.domain.access import Actor, Permission
from lms.domain.exam import timing
from lms.domain.place import Named
from lms.domain.problem import Problem, Refused
from lms.domain.text.typed import clean
from lms.invigilation import messages
from lms.invigilation.watch import watched_sitting
from lms.platform import audit
from lms.platform.clock import iso
from lms.sittings.find import OPEN, PAUSED, SUBMITTED, SittingView, current_answers
from lms.sittings.finish.end import end_sitting
from lms.sittings.messages import sitting_not_open
from lms.sittings.models import Sitting, SittingEvent

MOST_MINUTES = 240
MOST_AT_ONCE = 500


def pause(
    session: Session, actor: Actor, sitting_ids: Sequence[int], reason: str, now: datetime
) -> list[SittingView]:
    """Pause the sittings. Idempotent. Return them as they are now, as the other decisions do."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _pause)


def resume(
    session: Session, actor: Actor, sitting_ids: Sequence[int], reason: str, now: datetime
) -> list[SittingView]:
    """Resume the sittings with as much time as was left, even beyond the end of the window. Idempotent."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _resume)


def extend(
    session: Session, actor: Actor, sitting_ids: Sequence[int], minutes: int, reason: str, now: datetime
) -> list[SittingView]:
    """Give more minutes, even beyond the end of the window: the window is a plan, this is a decision."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise messages.wrong_extension(MOST_MINUTES)

    def extend_one(
        session: Session, actor: Actor, sitting: SittingView, facts: dict[str, Any], now: datetime
    ) -> SittingView:
        deadline = sitting.deadline + timedelta(minutes=minutes)
        _update_sitting(session, sitting, deadline=deadline)
        more = {"minutes": minutes, "deadline": iso(deadline)}
        record_decision(session, actor, sitting, "extended", facts | more, now)
        return replace(sitting, deadline=deadline)

    return _apply_to_all(session, actor, sitting_ids, reason, now, extend_one)


def collect(
    session: Session,
    actor: Actor,
    sitting_ids: Sequence[int],
    reason: str,
    now: datetime,
    permission: Permission = Permission.INVIGILATE,
) -> list[SittingView]:
    """End the sittings now, paused or not, and seal their answers."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _collect, permission)


def release_device(
    session: Session, actor: Actor, sitting_ids: Sequence[int], reason: str, now: datetime
) -> list[SittingView]:
    """Let the sittings continue on another computer: the next one that opens them."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _release)


def _apply_to_all(
    session: Session,
    actor: Actor,
    sitting_ids: Sequence[int],
    reason: str,
    now: datetime,
    decide: Any,
    permission: Permission = Permission.INVIGILATE,
) -> list[SittingView]:
    """Apply a decision to all of them or to none: each is locked in order, within the actor's units, and not over."""
    facts = reason_facts(actor, reason)
    if not 1 <= len(set(sitting_ids)) <= MOST_AT_ONCE:
        raise messages.nobody_or_too_many()
    problems: list[Problem] = []
    done = []
    for sitting_id in sorted(set(sitting_ids)):
        sitting = watched_sitting(session, actor, sitting_id, lock=True, permission=permission)
        try:
            if (state := sitting.state_at(now)) not in (OPEN, PAUSED):
                raise sitting_not_open(state)
            done.append(decide(session, actor, sitting, facts, now))
        except Refused as refused:
            if len(set(sitting_ids)) == 1:
                raise
            problems.append(Problem(Named(f"sitting:{sitting_id}"), refused.what, refused.how))
    if problems:
        raise messages.some_refused(problems)
    return done


def _pause(
    session: Session, actor: Actor, sitting: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    if sitting.paused_at is not None:
        return sitting
    _update_sitting(session, sitting, paused_at=now)
    left = max(sitting.deadline - now, timedelta(0))
    record_decision(
        session, actor, sitting, "paused", facts | {"seconds_left": int(left.total_seconds())}, now
    )
    return replace(sitting, paused_at=now)


def _resume(
    session: Session, actor: Actor, sitting: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    if sitting.paused_at is None:
        return sitting
    deadline = timing.resumed(sitting.deadline, sitting.paused_at, now)
    _update_sitting(session, sitting, paused_at=None, deadline=deadline)
    record_decision(session, actor, sitting, "resumed", facts | {"deadline": iso(deadline)}, now)
    return replace(sitting, paused_at=None, deadline=deadline)


def _collect(
    session: Session, actor: Actor, sitting: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    if sitting.paused_at is not None:
        sitting = _resume(session, actor, sitting, facts, now)
    record_decision(session, actor, sitting, "ended", facts, now)
    return end_sitting(session, sitting, current_answers(session, sitting.id), SUBMITTED, now, actor.id, now)


def _release(
    session: Session, actor: Actor, sitting: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    _update_sitting(session, sitting, device="")
    record_decision(session, actor, sitting, "moved", facts, now)
    return replace(sitting, device="")


def _update_sitting(session: Session, sitting: SittingView, **values: Any) -> None:
    session.execute(update(Sitting).where(Sitting.id == sitting.id).values(**values))


def record_decision(
    session: Session, actor: Actor, sitting: SittingView, type: str, facts: dict[str, Any], now: datetime
) -> None:
    """Record a decision in the sitting, for its candidate and its dispute file, and in the audit trail."""
    session.execute(
        insert(SittingEvent).values(
            sitting_id=sitting.id, type=type, response=facts, at=now, actor_id=actor.id
        )
    )
    audit.record(session, f"delivery.{type}", f"sitting:{sitting.id}", actor.id, now, **facts)


def reason_facts(actor: Actor, reason: str) -> dict[str, Any]:
    """Return the facts of every decision: who decides and why. Raise Refused without a reason."""
    text = clean(reason)
    if not text:
        raise messages.reason_missing()
    if problems := reason_problems(text):
        raise messages.reason_too_long(problems)
    return {"reason": text, "by": actor.name}
