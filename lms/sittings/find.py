"""Finds a candidate's own sitting, and the answers that stand in it."""

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
from lms.domain.problem import Refused, Text, not_found
from lms.exams.models import Exam, ExamVersion
from lms.exams.published import plan_from_json
from lms.sittings.models import Sitting, SittingEvent

OPEN, PAUSED, SUBMITTED, EXPIRED = "open", "paused", "submitted", "expired"


@dataclass(frozen=True, slots=True)
class Position:
    """One place of the paper."""

    number: int
    section: int
    version_id: int
    points: Decimal

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer: text to read is worth no points."""
        return self.points > 0


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting with the exam version it holds to."""

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
    """(seq, hash) of the audit trail that stood before the seal, and is part of it."""
    receipt: str
    plan: Plan
    allowance: Allowance
    paused_at: datetime | None
    device: str | None
    annulled: str | None

    def state_at(self, now: datetime) -> str:
        """Past its deadline a sitting is expired, whether or not anybody has noticed; a paused one waits."""
        if self.state != OPEN:
            return self.state
        if self.paused_at is not None:
            return PAUSED
        return EXPIRED if timing.is_over(self.deadline, now) else OPEN

    def deadline_at(self, now: datetime) -> datetime:
        """The deadline, as it would be if a pause ended now."""
        return self.deadline if self.paused_at is None else timing.resumed(self.deadline, self.paused_at, now)

    def is_held_by(self, device: str) -> bool:
        """Whether it is sat in this browser; what tells no name is not told from any other."""
        return not device or self.device in (None, "", device)

    @property
    def end(self) -> datetime:
        """When it ended, or will end by itself."""
        return self.ended_at or self.deadline

    @property
    def questions(self) -> int:
        """How many positions there are to answer."""
        return sum(position.asks for position in self.paper)

    def position(self, number: int) -> Position:
        """The place with this number, counted from 1."""
        if not 1 <= number <= len(self.paper):
            raise not_found(Text("题目", "question"))
        return self.paper[number - 1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at a position. An empty response means: seen, and left blank."""

    seq: int
    response: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CurrentAnswers:
    """The answers that count, by position, and the positions marked to come back to."""

    answers: dict[int, Answer]
    flags: frozenset[int]

    def state(self, number: int) -> str:
        """unseen, blank or answered."""
        if number not in self.answers:
            return "unseen"
        return "answered" if self.answers[number].response else "blank"

    @property
    def answered(self) -> frozenset[int]:
        return frozenset(number for number, answer in self.answers.items() if answer.response)


def own(session: Session, actor: Actor, sitting_id: int, *, lock: bool = False) -> SittingView:
    """The actor's own sitting; anybody else's does not exist. One query.

    With `lock` no other request can save into it or end it before this transaction does.
    """
    return _one(session, _own(lock), sitting=sitting_id, person=actor.id)


def own_open(session: Session, actor: Actor, exam_id: int) -> SittingView:
    """The actor's open sitting of this exam."""
    return _one(session, _own_open(), exam=exam_id, person=actor.id)


def any_open(session: Session, sitting_id: int) -> SittingView | None:
    """A sitting that has not been closed, locked; for tidying up."""
    query = _any().where(_SITTING.state == OPEN).with_for_update(of=Sitting.__table__)
    row = session.execute(query, {"sitting": sitting_id}).first()
    return None if row is None else _held(row)


def one(session: Session, sitting_id: int) -> SittingView:
    """Any sitting. For rooms above that decide themselves who may see it."""
    return _one(session, _any(), sitting=sitting_id)


_SITTING, _EVENT = Sitting.__table__.c, SittingEvent.__table__.c
_ORDER: ColumnElement[int] = func.coalesce(_EVENT.seq, _EVENT.id)
"""Of an answer the number that its client gave it, whatever order answers came in; flags have none."""


def current(session: Session, sitting_id: int) -> CurrentAnswers:
    """The answers and flags that stand now. One query, however often they were changed."""
    rows = session.execute(_current(), {"sitting": sitting_id}).all()
    answers = {row.position: Answer(row.seq, row.response) for row in rows if row.type == "answer"}
    flags = frozenset(row.position for row in rows if row.type == "flag" and row.response["flagged"])
    return CurrentAnswers(answers, flags)


@cache
def _current() -> Select[Any]:
    """What `current` asks; building a statement costs more than running it."""
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


def must_be_open(held: SittingView, now: datetime) -> None:
    """Refuse what only an open sitting allows."""
    state = held.state_at(now)
    if state != OPEN:
        raise over(state)


def must_be_running(held: SittingView, now: datetime) -> None:
    """Refuse what neither an open nor a paused sitting allows."""
    state = held.state_at(now)
    if state not in (OPEN, PAUSED):
        raise over(state)


def over(state: str) -> Refused:
    """The answer to whatever comes after the end."""
    if state == PAUSED:
        return Refused(
            "sitting.paused",
            Text(
                "监考人员已暂停考试，计时已停止",
                "The invigilator has paused the exam; the clock stands still",
            ),
            Text(
                "请等候恢复；已暂存的答案恢复后会自动保存",
                "Wait until it goes on; what is kept here is saved then",
            ),
            status=409,
        )
    ended = {
        SUBMITTED: Text("试卷已经提交，不能再改", "The paper has been submitted and cannot be changed"),
        EXPIRED: Text("考试时间已到，试卷已收", "The time is up and the paper has been collected"),
    }
    how = Text("可在考试页查看回执和成绩", "See the receipt and the result on the page of exams")
    return Refused(f"sitting.{state}", ended[state], how, status=409)


def paper_of(stored: list[dict[str, Any]]) -> tuple[Position, ...]:
    """The paper as a sitting keeps it."""
    return tuple(Position(p["position"], p["section"], p["version"], Decimal(p["points"])) for p in stored)


@lru_cache(maxsize=1000)
def _paper(stored: str) -> tuple[Position, ...]:
    """A paper never changes, so it is read once."""
    return paper_of(json.loads(stored))


def _one(session: Session, query: Select[Any], **asked: int) -> SittingView:
    row = session.execute(query, asked).first()
    if row is None:
        raise not_found(Text("考试记录", "sitting"))
    return _held(row)


@cache
def _query() -> Select[Any]:
    """Made once, as all that follows from it, and of tables: every page of a sitting asks it."""
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
def _any() -> Select[Any]:
    return _query().where(_SITTING.id == bindparam("sitting"))


@cache
def _own(lock: bool) -> Select[Any]:
    query = _any().where(_SITTING.person_id == bindparam("person"))
    return query.with_for_update(of=Sitting.__table__) if lock else query


@cache
def _own_open() -> Select[Any]:
    c = _SITTING
    return _query().where(c.exam_id == bindparam("exam"), c.person_id == bindparam("person"), c.state == OPEN)


def _held(row: Row[Any]) -> SittingView:
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
        _paper(row.paper),
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
