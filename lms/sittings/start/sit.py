"""Sitting an exam: the paper is drawn and the clock starts; whoever has begun gets the same one again."""

import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from lms.candidates.eligibility import DrawnForm, Eligibility, eligibility_of
from lms.domain.access import Actor
from lms.domain.exam import allowance, timing
from lms.domain.exam.assembly import DrawnItem, Source, assemble
from lms.domain.problem import Refused, Text
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import clean
from lms.exams.published import Published, exam_with_sources
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore
from lms.sittings.find import OPEN, PAUSED, SittingView, own, own_open
from lms.sittings.finish.overdue import finish
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.start.rules import may_start, must_be_here

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Started:
    """The open sitting, and whether this call began it."""

    held: SittingView
    new: bool


def sit(
    session: Session, actor: Actor, exam_id: int, now: datetime, access_code: str = "", device: str = ""
) -> Started:
    """Begin an attempt, or return the one that is open.

    However many requests try at once, one sitting comes of it: the database allows one open
    sitting per person and exam and one per attempt, and whoever comes second finds the first.
    `device` names the browser that it will be sat in.
    """
    exam, sources = exam_with_sources(session, exam_id)
    stands = eligibility_of(session, actor.id, exam_id).of(exam_id)
    for _ in range(_TRIES):
        earlier = _earlier(session, actor, exam_id)
        if found := next((row for row in earlier if row.state == "open"), None):
            held = own(session, actor, found.id, lock=True)
            if held.state_at(now) in (OPEN, PAUSED):
                return Started(held, new=False)
            if held.state == OPEN:
                finish(session, held, now)
            earlier = _earlier(session, actor, exam_id)
        passed = any(row.passed for row in earlier)
        may_start(exam, stands, [row.ended_at for row in earlier], passed, now)
        must_be_here(exam, session.info.get("origin", audit.Origin()).ip)
        _check_code(exam, access_code)
        if _begin(session, actor, exam, stands, _drawn(exam, sources, stands, earlier), device, now):
            return Started(_started(session, actor, exam_id, now), new=True)
    raise RuntimeError("a sitting that is neither there nor can be made")


def _earlier(session: Session, actor: Actor, exam_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(Sitting.id, Sitting.attempt, Sitting.state, Sitting.ended_at, Sitting.passed, Sitting.paper)
        .where(Sitting.exam_id == exam_id, Sitting.person_id == actor.id)
        .order_by(Sitting.attempt)
    ).all()


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper as a sitting keeps it, and the number of the attempt it is for."""

    attempt: int
    seed: int
    places: list[dict[str, Any]]


def _drawn(
    exam: Published, sources: Sequence[Source], stands: Eligibility, earlier: Sequence[Row[Any]]
) -> _Paper:
    """The paper drawn before the bell if every item of it still stands; else one drawn now."""
    attempt = earlier[-1].attempt + 1 if earlier else 1
    papers = [row.paper for row in earlier]
    if stands.drawn is not None and is_fit(stands.drawn, exam, sources, papers):
        return _Paper(attempt, stands.drawn.seed, stands.drawn.paper)
    return _Paper(attempt, *draw(exam, sources, seen_in(papers)))


def is_fit(ready: DrawnForm, exam: Published, sources: Sequence[Source], sat: Sequence[list[Any]]) -> bool:
    """Whether a paper drawn before the bell may still be sat: of this version, nothing retired, not sat yet."""
    allowed = {version for source in sources for version in source.versions}
    return (
        ready.exam_version_id == exam.version_id
        and ready.paper not in sat
        and all(place["version"] in allowed for place in ready.paper)
    )


def seen_in(papers: Sequence[list[Any]]) -> set[int]:
    """The item versions of these papers."""
    return {place["version"] for paper in papers for place in paper}


def draw(
    exam: Published, sources: Sequence[Source], seen: Collection[int]
) -> tuple[int, list[dict[str, Any]]]:
    """A new seed and the paper it draws, as it is stored."""
    seed = secrets.randbits(62)
    return seed, _stored(assemble(sources, seed, shuffle=exam.plan.shuffle_items, seen=seen))


def _begin(
    session: Session,
    actor: Actor,
    exam: Published,
    stands: Eligibility,
    paper: _Paper,
    device: str,
    now: datetime,
) -> bool:
    _, closes_at = stands.window(exam.opens_at, exam.closes_at)
    return insert_or_ignore(
        session,
        Sitting,
        exam_id=exam.id,
        exam_version_id=exam.version_id,
        person_id=actor.id,
        attempt=paper.attempt,
        seed=paper.seed,
        paper=paper.places,
        started_at=now,
        deadline=timing.deadline(now, exam.plan.minutes, closes_at, stands.allowance),
        allowance=allowance.dump(stands.allowance),
        device=device,
    )


def _started(session: Session, actor: Actor, exam_id: int, now: datetime) -> SittingView:
    held = own_open(session, actor, exam_id)
    session.execute(
        insert(SittingEvent).values(
            sitting_id=held.id,
            type="started",
            response={"login": actor.login, "name": actor.name},
            at=now,
            actor_id=actor.id,
        )
    )
    facts = {"exam": held.exam_slug, "version": held.exam_number, "attempt": held.attempt}
    audit.record(session, "delivery.start", f"sitting:{held.id}", actor.id, now, "ok", **facts)
    return held


def _stored(paper: Sequence[DrawnItem]) -> list[dict[str, Any]]:
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
