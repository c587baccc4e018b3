"""Saving answers, the hot path: three statements, four with a cold cache, whatever the paper's length."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, String, and_, bindparam, cast, false, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.exam import timing
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text, not_found
from lms.domain.question.protocol import Question, Unreadable
from lms.exams.items import paper_items
from lms.sittings.answers.updates import AnswerUpdate, invalid_answer
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SUBMITTED, over
from lms.sittings.models import Sitting, SittingEvent


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """Position and sequence number of what the server holds."""

    position: int
    seq: int


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of each packet, once the transaction commits."""

    deadline: datetime
    saved: list[SavedAnswer] = field(default_factory=list)
    late: list[SavedAnswer] = field(default_factory=list)
    """Kept for people to look at; came after the end and will not be scored."""
    conflict: list[SavedAnswer] = field(default_factory=list)
    """Not stored: another answer has this number already. `seq` is the greatest the server holds at
    this position; sent again with a greater one, the answer is saved."""


def save(
    session: Session,
    actor: Actor,
    sitting_id: int,
    packets: Sequence[AnswerUpdate],
    now: datetime,
    person_id: int | None = None,
) -> SaveResult:
    """Store answers, each under its (position, seq): all of them, or none if one cannot be read.

    `person_id` is whose sitting it is, when another brings the answers.

    Repeated packets change nothing. Older ones are stored and do not become current. Raises
    Refused: 404 for somebody else's sitting, 409 once submitted and while paused, 400 for what cannot
    be read.
    """
    connection = session.connection()  # straight to it, as sessions cost more than the statements do
    owner = actor.id if person_id is None else person_id
    rows = _look(connection, owner, sitting_id, packets)
    sitting = rows[0]
    _must_accept(connection, sitting_id, sitting, now)
    responses = _read(session, _versions(sitting.paper), packets)
    until = _deadline(sitting, now)
    in_time = sitting.state == OPEN and timing.in_time(until, now)
    known = [row for row in rows if row.position is not None]
    fresh = [packet for packet in packets if _same(packet, known) is None]
    stored = _insert(connection, sitting_id, fresh, responses, "answer" if in_time else "late", actor, now)
    if len(stored) != len(fresh):  # another request came in between with the same numbers
        known = [row for row in _look(connection, owner, sitting_id, packets) if row.position is not None]
    return _told(SaveResult(until), packets, responses, stored, known, in_time)


def save_next(
    session: Session, actor: Actor, sitting_id: int, position: int, raw: Any, now: datetime
) -> SaveResult:
    """Store the answer of a page's form under the number after the greatest; for pages without script."""
    greatest = select(func.max(SittingEvent.seq)).where(SittingEvent.sitting_id == sitting_id)
    seq = (session.scalar(greatest) or 0) + 1
    saved = save(session, actor, sitting_id, [AnswerUpdate(position, seq, raw)], now)
    while saved.conflict:  # another page of the same candidate took the number
        seq = saved.conflict[0].seq + 1
        saved = save(session, actor, sitting_id, [AnswerUpdate(position, seq, raw)], now)
    return saved


def _look(
    connection: Connection, owner: int, sitting_id: int, packets: Sequence[AnswerUpdate]
) -> Sequence[Row[Any]]:
    """The owner's sitting, locked, with the events it holds at or above the numbers of the packets."""
    asked: dict[str, Any] = {"sitting": sitting_id, "person": owner}
    for number, packet in enumerate(packets):
        asked |= {f"position{number}": packet.position, f"seq{number}": packet.seq}
    rows = connection.execute(_question(len(packets)), asked).all()
    if not rows:
        raise not_found(Text("考试记录", "sitting"))
    return rows


@lru_cache(maxsize=32)
def _question(packets: int) -> Select[Any]:
    """What `_look` asks about so many packets; building a statement costs more than running it."""
    sitting, event = Sitting.__table__, SittingEvent.__table__
    held, given = sitting.c, event.c
    at_or_above = [
        and_(given.position == bindparam(f"position{number}"), given.seq >= bindparam(f"seq{number}"))
        for number in range(packets)
    ]
    paper = cast(held.paper, String).label("paper")
    return (
        select(
            *(held.state, held.deadline, held.paused_at, paper),
            *(given.type, given.position, given.seq, given.response),
        )
        .select_from(sitting.outerjoin(event, and_(given.sitting_id == held.id, or_(false(), *at_or_above))))
        .where(held.id == bindparam("sitting"), held.person_id == bindparam("person"))
        .with_for_update(of=sitting)
    )


@lru_cache(maxsize=2000)
def _versions(paper: str) -> tuple[int, ...]:
    """The item versions of a stored paper, by position. A paper never changes, so it is read once."""
    return tuple(place["version"] for place in json.loads(paper))


def _must_accept(connection: Connection, sitting_id: int, sitting: Row[Any], now: datetime) -> None:
    if sitting.state == SUBMITTED and not was_collected(connection, sitting_id):
        raise over(SUBMITTED)
    if sitting.paused_at is not None and not timing.in_time(sitting.paused_at, now):
        raise over(PAUSED)
    if not timing.keeps_late(_deadline(sitting, now), now):
        raise over(EXPIRED)


def was_collected(connection: Connection, sitting_id: int) -> bool:
    """Whether an invigilator ended it: what was on its way then came too late, and is kept as what comes late."""
    return connection.execute(_collecting(), {"sitting": sitting_id}).first() is not None


@cache
def _collecting() -> Select[Any]:
    event = SittingEvent.__table__.c
    return select(event.id).where(event.sitting_id == bindparam("sitting"), event.type == "ended").limit(1)


def _deadline(sitting: Row[Any], now: datetime) -> datetime:
    deadline: datetime = sitting.deadline
    return deadline if sitting.paused_at is None else timing.resumed(deadline, sitting.paused_at, now)


def _read(
    session: Session, paper: Sequence[int], packets: Sequence[AnswerUpdate]
) -> dict[int, dict[str, Any]]:
    """Canonical responses by position, or Refused with everything that is wrong with them."""
    responses, wrong = readable(session, paper, packets)
    if wrong:
        problems = [
            Problem(FieldPath(f"answers[{number}].{problem.where.path}"), problem.what, problem.how)
            for number, packet in enumerate(packets, 1)
            for problem in wrong.get(packet.position, ())
        ]
        raise invalid_answer(problems)
    return responses


def readable(
    session: Session, versions: Sequence[int], packets: Sequence[AnswerUpdate]
) -> tuple[dict[int, dict[str, Any]], dict[int, list[Problem]]]:
    """Canonical responses by position, and what is wrong with the others; `versions` are those of the paper."""
    responses: dict[int, dict[str, Any]] = {}
    wrong: dict[int, list[Problem]] = {}
    found = paper_items(session, {versions[p.position - 1] for p in packets if p.position <= len(versions)})
    for packet in packets:
        if packet.position > len(versions):
            what = Text(
                f"没有第 {packet.position} 题，本卷共 {len(versions)} 题",
                f"there is no question {packet.position}, the paper has {len(versions)}",
            )
            wrong[packet.position] = [
                Problem(FieldPath("position"), what, Text("请核对题号", "Check the number of the question"))
            ]
            continue
        try:
            responses[packet.position] = _response(found[versions[packet.position - 1]].question, packet)
        except Unreadable as unreadable:
            wrong[packet.position] = [
                Problem(
                    FieldPath("response" + (f".{one.where.path}" if one.where.path else "")),
                    one.what,
                    one.how,
                )
                for one in unreadable.problems
            ]
    return responses, wrong


def _response(question: Question, packet: AnswerUpdate) -> dict[str, Any]:
    raw = packet.response
    if packet.fields is not None:
        raw = questions.from_form(question, packet.fields)
    return questions.read(question, raw)


def _same(packet: AnswerUpdate, known: Sequence[Row[Any]]) -> Row[Any] | None:
    """The event that has this packet's number."""
    return next((row for row in known if (row.position, row.seq) == (packet.position, packet.seq)), None)


def _insert(
    connection: Connection,
    sitting_id: int,
    packets: Sequence[AnswerUpdate],
    responses: dict[int, dict[str, Any]],
    type: str,
    actor: Actor,
    now: datetime,
) -> set[tuple[int, int]]:
    if not packets:
        return set()
    rows = connection.execute(
        _statement(connection.dialect.name),
        [
            {
                "sitting_id": sitting_id,
                "type": type,
                "position": packet.position,
                "seq": packet.seq,
                "response": responses[packet.position],
                "at": now,
                "client_time": packet.client_time,
                "actor_id": actor.id,
            }
            for packet in packets
        ],
    )
    return {(row.position, row.seq) for row in rows}


@cache
def _statement(engine: str) -> Any:
    event = SittingEvent.__table__
    made = (postgresql if engine == "postgresql" else sqlite).insert(event)
    return made.on_conflict_do_nothing().returning(event.c.position, event.c.seq)


def _told(
    result: SaveResult,
    packets: Sequence[AnswerUpdate],
    responses: dict[int, dict[str, Any]],
    stored: set[tuple[int, int]],
    known: Sequence[Row[Any]],
    in_time: bool,
) -> SaveResult:
    for packet in packets:
        ack = SavedAnswer(packet.position, packet.seq)
        same = _same(packet, known)
        if (packet.position, packet.seq) in stored:
            (result.saved if in_time else result.late).append(ack)
        elif same is not None and same.response == responses[packet.position]:
            (result.late if same.type == "late" else result.saved).append(ack)
        else:
            top = max((row.seq for row in known if row.position == packet.position), default=packet.seq)
            result.conflict.append(SavedAnswer(packet.position, top))
    return result
