"""What an invigilator decides about sittings that run: each with a reason, noted in the sitting and audited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from lms.candidates.reasons import reason_problems
from lms.domain.access import Actor, Permission
from lms.domain.exam import timing
from lms.domain.problem import Problem, Refused, Text
from lms.domain.text.typed import clean
from lms.invigilation.watch import watched_sitting
from lms.platform import audit
from lms.platform.clock import iso
from lms.sittings.find import OPEN, PAUSED, SUBMITTED, SittingView, current, over
from lms.sittings.finish.end import end
from lms.sittings.models import Sitting, SittingEvent

MOST_MINUTES = 240
MOST_AT_ONCE = 500


def pause(
    session: Session, actor: Actor, sitting_ids: Sequence[int], reason: str, now: datetime
) -> list[SittingView]:
    """Stop the clocks; what is paused already stays so. Returns the sittings as they are now."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _pause)


def resume(
    session: Session, actor: Actor, sitting_ids: Sequence[int], reason: str, now: datetime
) -> list[SittingView]:
    """Let them go on with as much time as was left, also beyond the end of the window."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _resume)


def extend(
    session: Session, actor: Actor, sitting_ids: Sequence[int], minutes: int, reason: str, now: datetime
) -> list[SittingView]:
    """Give more minutes, also beyond the end of the window: the window is a plan, this is a decision."""
    if not 1 <= minutes <= MOST_MINUTES:
        what = Text(
            f"延长时间应为 1 到 {MOST_MINUTES} 分钟", f"The extension must be 1 to {MOST_MINUTES} minutes"
        )
        raise Refused("sitting.minutes", what, Text("请改正分钟数", "Correct the minutes"), status=400)

    def longer(
        session: Session, actor: Actor, held: SittingView, facts: dict[str, Any], now: datetime
    ) -> SittingView:
        deadline = held.deadline + timedelta(minutes=minutes)
        _update_sitting(session, held, deadline=deadline)
        more = {"minutes": minutes, "deadline": iso(deadline)}
        record_decision(session, actor, held, "extended", facts | more, now)
        return replace(held, deadline=deadline)

    return _apply_to_all(session, actor, sitting_ids, reason, now, longer)


def collect(
    session: Session,
    actor: Actor,
    sitting_ids: Sequence[int],
    reason: str,
    now: datetime,
    permission: Permission = Permission.INVIGILATE,
) -> list[SittingView]:
    """End them now and seal what is there, paused or not."""
    return _apply_to_all(session, actor, sitting_ids, reason, now, _collect, permission)


def release_device(
    session: Session, actor: Actor, sitting_ids: Sequence[int], reason: str, now: datetime
) -> list[SittingView]:
    """Let the sitting go on at another machine: the next one that opens it has it."""
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
    """All of them or none: each locked in order, seen by the actor, and not over."""
    facts = reason_facts(actor, reason)
    if not 1 <= len(set(sitting_ids)) <= MOST_AT_ONCE:
        what = Text("没有选中考生，或一次选得过多", "Nobody is chosen, or too many at once")
        raise Refused("sitting.choose", what, Text("请选择 1 到 500 人", "Choose from 1 to 500"), status=400)
    problems: list[Problem] = []
    done = []
    for sitting_id in sorted(set(sitting_ids)):
        held = watched_sitting(session, actor, sitting_id, lock=True, permission=permission)
        try:
            if (state := held.state_at(now)) not in (OPEN, PAUSED):
                raise over(state)
            done.append(decide(session, actor, held, facts, now))
        except Refused as refused:
            if len(set(sitting_ids)) == 1:
                raise
            problems.append(Problem(f"sitting:{sitting_id}", refused.what, refused.how))
    if problems:
        what = Text(
            "有的考试不能这样处理，全部没有执行", "This cannot be done with some of them; nothing was done"
        )
        raise Refused(
            "sitting.some",
            what,
            Text("请去掉下列考试再试", "Leave these out and try again"),
            problems=problems,
        )
    return done


def _pause(
    session: Session, actor: Actor, held: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    if held.paused_at is not None:
        return held
    _update_sitting(session, held, paused_at=now)
    left = max(held.deadline - now, timedelta(0))
    record_decision(session, actor, held, "paused", facts | {"seconds_left": int(left.total_seconds())}, now)
    return replace(held, paused_at=now)


def _resume(
    session: Session, actor: Actor, held: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    if held.paused_at is None:
        return held
    deadline = timing.resumed(held.deadline, held.paused_at, now)
    _update_sitting(session, held, paused_at=None, deadline=deadline)
    record_decision(session, actor, held, "resumed", facts | {"deadline": iso(deadline)}, now)
    return replace(held, paused_at=None, deadline=deadline)


def _collect(
    session: Session, actor: Actor, held: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    if held.paused_at is not None:
        held = _resume(session, actor, held, facts, now)
    record_decision(session, actor, held, "ended", facts, now)
    return end(session, held, current(session, held.id), SUBMITTED, now, actor.id, now)


def _release(
    session: Session, actor: Actor, held: SittingView, facts: dict[str, Any], now: datetime
) -> SittingView:
    _update_sitting(session, held, device="")
    record_decision(session, actor, held, "moved", facts, now)
    return replace(held, device="")


def _update_sitting(session: Session, held: SittingView, **values: Any) -> None:
    session.execute(update(Sitting).where(Sitting.id == held.id).values(**values))


def record_decision(
    session: Session, actor: Actor, held: SittingView, type: str, facts: dict[str, Any], now: datetime
) -> None:
    """In the sitting, for its candidate and its dispute file; and in the audit trail."""
    session.execute(
        insert(SittingEvent).values(sitting_id=held.id, type=type, response=facts, at=now, actor_id=actor.id)
    )
    audit.record(session, f"delivery.{type}", f"sitting:{held.id}", actor.id, now, **facts)


def reason_facts(actor: Actor, reason: str) -> dict[str, Any]:
    """Who decides and why: the facts of every decision. Raises Refused without a reason."""
    text = clean(reason)
    if not text:
        raise Refused(
            "sitting.say_why",
            Text("没有写理由", "There is no reason given"),
            Text("请写明理由，考生和审计员都会看到", "Say why: the candidate and the auditor will read it"),
            status=400,
        )
    if problems := reason_problems(text):
        what = Text("理由太长，没有执行", "The reason is too long; nothing was done")
        how = Text("请缩短理由", "Shorten it")
        raise Refused("sitting.reason_too_long", what, how, status=400, problems=problems)
    return {"reason": text, "by": actor.name}
