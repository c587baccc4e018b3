"""Sitting an exam: the paper is drawn and the clock starts; whoever has begun gets the same one again."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from lms.delivery.find import Held, own, own_open
from lms.delivery.finish import finish
from lms.delivery.models import Sitting, SittingEvent
from lms.delivery.rules import may_start, must_be_here
from lms.domain import timing
from lms.domain.access import Actor
from lms.domain.assembly import Entry, Source, assemble
from lms.domain.numbers import decimal_text
from lms.domain.problem import Refused, Text
from lms.domain.text import clean
from lms.exams.find import Published, to_draw_from
from lms.platform import audit
from lms.platform.insert import insert_or_ignore

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Begun:
    """The open sitting, and whether this call began it."""

    held: Held
    new: bool


def sit(session: Session, actor: Actor, exam_id: int, now: datetime, access_code: str = "") -> Begun:
    """Begin an attempt, or return the one that is open.

    However many requests try at once, one sitting comes of it: the database allows one open
    sitting per person and exam and one per attempt, and whoever comes second finds the first.
    """
    exam, sources = to_draw_from(session, exam_id)
    for _ in range(_TRIES):
        earlier = _earlier(session, actor, exam_id)
        if found := next((row for row in earlier if row.state == "open"), None):
            held = own(session, actor, found.id, lock=True)
            if held.state == "open" and not timing.is_over(held.deadline, now):
                return Begun(held, new=False)
            if held.state == "open":
                finish(session, held, now)
            earlier = _earlier(session, actor, exam_id)
        may_start(exam, [row.ended_at for row in earlier], any(row.passed for row in earlier), now)
        must_be_here(exam, session.info.get("origin", audit.Origin()).ip)
        _check_code(exam, access_code)
        if _begin(session, actor, exam, sources, earlier, now):
            return Begun(_started(session, actor, exam_id, now), new=True)
    raise RuntimeError("a sitting that is neither there nor can be made")


def _earlier(session: Session, actor: Actor, exam_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(Sitting.id, Sitting.attempt, Sitting.state, Sitting.ended_at, Sitting.passed, Sitting.paper)
        .where(Sitting.exam_id == exam_id, Sitting.person_id == actor.id)
        .order_by(Sitting.attempt)
    ).all()


def _begin(
    session: Session,
    actor: Actor,
    exam: Published,
    sources: Sequence[Source],
    earlier: Sequence[Row[Any]],
    now: datetime,
) -> bool:
    seed = secrets.randbits(62)
    seen = {place["version"] for row in earlier for place in row.paper}
    paper = assemble(sources, seed, shuffle=exam.plan.shuffle_items, seen=seen)
    return insert_or_ignore(
        session,
        Sitting,
        exam_id=exam.id,
        exam_version_id=exam.version_id,
        person_id=actor.id,
        attempt=earlier[-1].attempt + 1 if earlier else 1,
        seed=seed,
        paper=_stored(paper),
        started_at=now,
        deadline=timing.deadline(now, exam.plan.minutes, exam.closes_at),
    )


def _started(session: Session, actor: Actor, exam_id: int, now: datetime) -> Held:
    held = own_open(session, actor, exam_id)
    session.execute(
        insert(SittingEvent).values(sitting_id=held.id, type="started", at=now, actor_id=actor.id)
    )
    facts = {"exam": held.exam_slug, "version": held.exam_number, "attempt": held.attempt}
    audit.record(session, "delivery.start", f"sitting:{held.id}", actor.id, now, "ok", **facts)
    return held


def _stored(paper: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "position": number,
            "section": entry.section,
            "version": entry.version,
            "points": decimal_text(entry.points),
        }
        for number, entry in enumerate(paper, 1)
    ]


def _check_code(exam: Published, given: str) -> None:
    if not hmac.compare_digest(exam.access_code.encode(), clean(given).encode()) and exam.access_code:
        raise Refused(
            "exam.access_code",
            Text("考试口令不正确", "The access code is not right"),
            Text("请向监考人员询问本场考试口令", "Ask the invigilator for the code of this session"),
            status=403,
        )
