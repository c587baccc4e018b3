"""Finds sittings and the current answers in them."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, cast, func, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.exam import allowance, timing
from lms.domain.exam.allowance import Allowance
from lms.domain.exam.blueprint import Plan
from lms.exams.models import Exam, ExamVersion
from lms.exams.published import plan_from_json
from lms.sittings import messages
from lms.sittings.models import Sitting, SittingEvent

OPEN, PAUSED, SUBMITTED, EXPIRED = "open", "paused", "submitted", "expired"


@dataclass(frozen=True, slots=True)
class Position:
    """One position of the paper."""

    number: int
    section: int
    version_id: int
    points: Decimal

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer: a stimulus is worth no points."""
        return self.points > 0


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting with the exam version it was begun with."""

    id: int
    exam_id: int
    exam_version_id: int
    exam_slug: str
    exam_number: int
    exam_hash: str
    person_id: int
    attempt: int
    state: str
    seed: int
    paper: tuple[Position, ...]
    started_at: datetime
    deadline: datetime
    ended_at: datetime | None
    audit_head: tuple[int, str] | None
    """(seq, hash) of the newest event of the audit trail before the seal, which the seal includes."""
    receipt: str
    plan: Plan
    allowance: Allowance
    paused_at: datetime | None
    device: str | None
    annulled: str | None

    def state_at(self, now: datetime) -> str:
        """Return the state: past its deadline a sitting is expired even if it was not closed yet, unless paused."""
        if self.state != OPEN:
            return self.state
        if self.paused_at is not None:
            return PAUSED
        return EXPIRED if timing.is_over(self.deadline, now) else OPEN

    def deadline_at(self, now: datetime) -> datetime:
        """Return the deadline, as it would be if a pause ended now."""
        return self.deadline if self.paused_at is None else timing.resumed(self.deadline, self.paused_at, now)

    def is_open_in(self, device: str) -> bool:
        """Whether it is sat in this browser. True for a browser without a name."""
        return not device or self.device in (None, "", device)

    @property
    def end(self) -> datetime:
        """When it ended, or otherwise its deadline."""
        return self.ended_at or self.deadline

    @property
    def questions(self) -> int:
        """The number of positions to answer."""
        return sum(position.asks for position in self.paper)

    def position(self, number: int) -> Position:
        """Return the position with this number, counted from 1. Raise Refused (404) if there is none."""
        if not 1 <= number <= len(self.paper):
            raise messages.question_not_found()
        return self.paper[number - 1]


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest answer at a position. An empty response means: seen, and left blank."""

    seq: int
    response: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CurrentAnswers:
    """The answers that count, by position, and the flagged positions."""

    answers: dict[int, Answer]
    flags: frozenset[int]

    def state(self, number: int) -> str:
        """Return "unseen", "blank" or "answered"."""
        if number not in self.answers:
            return "unseen"
        return "answered" if self.answers[number].response else "blank"

    @property
    def answered(self) -> frozenset[int]:
        return frozenset(number for number, answer in self.answers.items() if answer.response)


def own_sitting(session: Session, actor: Actor, sitting_id: int, *, lock: bool = False) -> SittingView:
    """Return the actor's own sitting. Raise Refused (404) for anybody else's. One query.

    With `lock`, no other request can save into it or end it before this transaction ends.
    """
    return _fetch(session, _own_query(lock), sitting=sitting_id, person=actor.id)


def own_open_sitting(session: Session, actor: Actor, exam_id: int) -> SittingView:
    """Return the actor's open sitting of this exam."""
    return _fetch(session, _own_open_query(), exam=exam_id, person=actor.id)


def lock_open_sitting(session: Session, sitting_id: int) -> SittingView | None:
    """Lock and return a sitting, or return None if it has been closed."""
    query = _any_query().where(_SITTING.state == OPEN).with_for_update(of=Sitting.__table__)
    row = session.execute(query, {"sitting": sitting_id}).first()
    return None if row is None else _sitting_view(row)


def any_sitting(session: Session, sitting_id: int) -> SittingView:
    """Return a sitting, whoever sat it: for packages above, which decide who may see it."""
    return _fetch(session, _any_query(), sitting=sitting_id)


_SITTING, _EVENT = Sitting.__table__.c, SittingEvent.__table__.c
_ORDER: ColumnElement[int] = func.coalesce(_EVENT.seq, _EVENT.id)
"""The sequence number that the client gave an answer, whatever order answers arrived in; flags have none."""


def current_answers(session: Session, sitting_id: int) -> CurrentAnswers:
    """Return the current answers and flags. One query, however often they were changed."""
    rows = session.execute(_current_query(), {"sitting": sitting_id}).all()
    answers = {row.position: Answer(row.seq, row.response) for row in rows if row.type == "answer"}
    flags = frozenset(row.position for row in rows if row.type == "flag" and row.response["flagged"])
    return CurrentAnswers(answers, flags)


@cache
def _current_query() -> Select[Any]:
    """The query of `current_answers`, cached: building a statement costs more than running it."""
    newest = (
        select(_EVENT.type, _EVENT.position, func.max(_ORDER).label("top"))
        .where(_EVENT.sitting_id == bindparam("sitting"), _EVENT.type.in_(("answer", "flag")))
        .group_by(_EVENT.type, _EVENT.position)
        .subquery()
    )
    return (
        select(_EVENT.type, _EVENT.position, _EVENT.seq, _EVENT.response)
        .join(
            newest,
            and_(
                _EVENT.type == newest.c.type,
                _EVENT.position == newest.c.position,
                newest.c.top == _ORDER,
            ),
        )
        .where(_EVENT.sitting_id == bindparam("sitting"))
        .order_by(_EVENT.position)
    )


def must_be_open(sitting: SittingView, now: datetime) -> None:
    """Raise Refused unless the sitting is open."""
    state = sitting.state_at(now)
    if state != OPEN:
        raise messages.sitting_not_open(state)


def must_be_running(sitting: SittingView, now: datetime) -> None:
    """Raise Refused unless the sitting is open or paused."""
    state = sitting.state_at(now)
    if state not in (OPEN, PAUSED):
        raise messages.sitting_not_open(state)


def load_paper(stored: list[dict[str, Any]]) -> tuple[Position, ...]:
    """Return the positions of a stored paper."""
    return tuple(Position(p["position"], p["section"], p["version"], Decimal(p["points"])) for p in stored)


@lru_cache(maxsize=1000)
def _cached_paper(stored: str) -> tuple[Position, ...]:
    """`load_paper` of the stored text, cached: a paper never changes."""
    return load_paper(json.loads(stored))


def _fetch(session: Session, query: Select[Any], **asked: int) -> SittingView:
    row = session.execute(query, asked).first()
    if row is None:
        raise messages.sitting_not_found()
    return _sitting_view(row)


@cache
def _sitting_query() -> Select[Any]:
    """Cached like the queries made from it, and built from tables: every page of a sitting runs it."""
    sitting, exam, version = Sitting.__table__, Exam.__table__, ExamVersion.__table__
    return (
        select(
            *(cast(c, String).label("paper") if c.name == "paper" else c for c in sitting.c),
            exam.c.slug.label("exam_slug"),
            version.c.number.label("exam_number"),
            version.c.hash.label("exam_hash"),
            cast(version.c.plan, String).label("plan"),
        )
        .join_from(sitting, version, version.c.id == sitting.c.exam_version_id)
        .join(exam, exam.c.id == sitting.c.exam_id)
    )


@cache
def _any_query() -> Select[Any]:
    return _sitting_query().where(_SITTING.id == bindparam("sitting"))


@cache
def _own_query(lock: bool) -> Select[Any]:
    query = _any_query().where(_SITTING.person_id == bindparam("person"))
    return query.with_for_update(of=Sitting.__table__) if lock else query


@cache
def _own_open_query() -> Select[Any]:
    c = _SITTING
    return _sitting_query().where(
        c.exam_id == bindparam("exam"), c.person_id == bindparam("person"), c.state == OPEN
    )


def _sitting_view(row: Row[Any]) -> SittingView:
    return SittingView(
        row.id,
        row.exam_id,
        row.exam_version_id,
        row.exam_slug,
        row.exam_number,
        row.exam_hash,
        row.person_id,
        row.attempt,
        row.state,
        row.seed,
        _cached_paper(row.paper),
        row.started_at,
        row.deadline,
        row.ended_at,
        None if row.audit_seq is None else (row.audit_seq, row.audit_hash),
        row.receipt,
        plan_from_json(row.plan),
        allowance.load(row.allowance),
        row.paused_at,
        row.device,
        row.annulled,
    )
