"""Begins a sitting: draws the paper and starts the clock, or returns the sitting that is open."""

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
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import clean
from lms.exams.published import Published, exam_with_sources
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore
from lms.sittings import messages
from lms.sittings.find import OPEN, PAUSED, SittingView, own_open_sitting, own_sitting
from lms.sittings.finish.overdue import expire_sitting
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.start.rules import check_address, check_may_start

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Started:
    """The open sitting, and whether this call began it."""

    sitting: SittingView
    new: bool


def begin_sitting(
    session: Session, actor: Actor, exam_id: int, now: datetime, access_code: str = "", device: str = ""
) -> Started:
    """Begin an attempt, or return the one that is open. Raise Refused if none may begin.

    However many requests try at once, only one sitting is begun: the database allows one open
    sitting per person and exam and one per attempt, and the other requests return that one.
    `device` names the browser that it will be sat in.
    """
    exam, sources = exam_with_sources(session, exam_id)
    eligibility = eligibility_of(session, actor.id, exam_id).of(exam_id)
    for _ in range(_TRIES):
        earlier = _earlier_attempts(session, actor, exam_id)
        if open_row := next((row for row in earlier if row.state == "open"), None):
            sitting = own_sitting(session, actor, open_row.id, lock=True)
            if sitting.state_at(now) in (OPEN, PAUSED):
                return Started(sitting, new=False)
            if sitting.state == OPEN:
                expire_sitting(session, sitting, now)
            earlier = _earlier_attempts(session, actor, exam_id)
        passed = any(row.passed for row in earlier)
        check_may_start(exam, eligibility, [row.ended_at for row in earlier], passed, now)
        check_address(exam, session.info.get("origin", audit.Origin()).ip)
        _check_code(exam, access_code)
        if _insert_sitting(
            session, actor, exam, eligibility, _paper_for(exam, sources, eligibility, earlier), device, now
        ):
            return Started(_record_start(session, actor, exam_id, now), new=True)
    raise RuntimeError("the sitting does not exist and cannot be inserted")


def _earlier_attempts(session: Session, actor: Actor, exam_id: int) -> Sequence[Row[Any]]:
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
    positions: list[dict[str, Any]]


def _paper_for(
    exam: Published, sources: Sequence[Source], eligibility: Eligibility, earlier: Sequence[Row[Any]]
) -> _Paper:
    """Return the paper drawn before the exam if it is still usable, or else one drawn now."""
    attempt = earlier[-1].attempt + 1 if earlier else 1
    papers = [row.paper for row in earlier]
    if eligibility.drawn is not None and is_usable(eligibility.drawn, exam, sources, papers):
        return _Paper(attempt, eligibility.drawn.seed, eligibility.drawn.paper)
    return _Paper(attempt, *draw_paper(exam, sources, versions_in(papers)))


def is_usable(drawn: DrawnForm, exam: Published, sources: Sequence[Source], sat: Sequence[list[Any]]) -> bool:
    """Whether a paper drawn before the exam may still be sat: of this version, no item retired, not sat yet."""
    allowed = {version for source in sources for version in source.versions}
    return (
        drawn.exam_version_id == exam.version_id
        and drawn.paper not in sat
        and all(position["version"] in allowed for position in drawn.paper)
    )


def versions_in(papers: Sequence[list[Any]]) -> set[int]:
    """Return the item versions of these papers."""
    return {position["version"] for paper in papers for position in paper}


def draw_paper(
    exam: Published, sources: Sequence[Source], seen: Collection[int]
) -> tuple[int, list[dict[str, Any]]]:
    """Return a new seed and the paper it draws, as it is stored."""
    seed = secrets.randbits(62)
    return seed, _dump_paper(assemble(sources, seed, shuffle=exam.plan.shuffle_items, seen=seen))


def _insert_sitting(
    session: Session,
    actor: Actor,
    exam: Published,
    eligibility: Eligibility,
    paper: _Paper,
    device: str,
    now: datetime,
) -> bool:
    _, closes_at = eligibility.window(exam.opens_at, exam.closes_at)
    return insert_or_ignore(
        session,
        Sitting,
        exam_id=exam.id,
        exam_version_id=exam.version_id,
        person_id=actor.id,
        attempt=paper.attempt,
        seed=paper.seed,
        paper=paper.positions,
        started_at=now,
        deadline=timing.deadline(now, exam.plan.minutes, closes_at, eligibility.allowance),
        allowance=allowance.dump(eligibility.allowance),
        device=device,
    )


def _record_start(session: Session, actor: Actor, exam_id: int, now: datetime) -> SittingView:
    sitting = own_open_sitting(session, actor, exam_id)
    session.execute(
        insert(SittingEvent).values(
            sitting_id=sitting.id,
            type="started",
            response={"login": actor.login, "name": actor.name},
            at=now,
            actor_id=actor.id,
        )
    )
    facts = {"exam": sitting.exam_slug, "version": sitting.exam_number, "attempt": sitting.attempt}
    audit.record(session, "delivery.start", f"sitting:{sitting.id}", actor.id, now, "ok", **facts)
    return sitting


def _dump_paper(paper: Sequence[DrawnItem]) -> list[dict[str, Any]]:
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
        raise messages.access_code_wrong()
