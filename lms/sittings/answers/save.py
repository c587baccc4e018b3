"""Saves answers, the hot path: three statements, four with a cold cache, whatever the paper's length."""

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
from lms.domain.problem import Problem
from lms.domain.question.protocol import Question, Unreadable
from lms.exams.items import paper_items
from lms.sittings import messages
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SUBMITTED
from lms.sittings.models import Sitting, SittingEvent


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """Position and sequence number of an answer that the server has."""

    position: int
    seq: int


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of each update, once the transaction commits."""

    deadline: datetime
    saved: list[SavedAnswer] = field(default_factory=list)
    late: list[SavedAnswer] = field(default_factory=list)
    """Arrived after the end: kept for people to look at, and not scored."""
    conflict: list[SavedAnswer] = field(default_factory=list)
    """Not stored: another answer already has this number. `seq` is the greatest that the server has at
    this position; sent with a greater one, the answer is saved."""


def save_answers(
    session: Session,
    actor: Actor,
    sitting_id: int,
    updates: Sequence[AnswerUpdate],
    now: datetime,
    person_id: int | None = None,
) -> SaveResult:
    """Store answers, each under its (position, seq): all of them, or none if one cannot be read.

    `person_id` is the candidate, when somebody else brings the answers.

    Idempotent. Older updates are stored and do not become current. Raise Refused: 404 for somebody
    else's sitting, 409 once submitted and while paused, 400 for answers that cannot be read.
    """
    connection = session.connection()  # the session itself would cost more than the statements do
    owner = actor.id if person_id is None else person_id
    rows = _lock_sitting(connection, owner, sitting_id, updates)
    sitting = rows[0]
    _check_accepts_answers(connection, sitting_id, sitting, now)
    responses = _parse_all_responses(session, _version_ids(sitting.paper), updates)
    until = _deadline(sitting, now)
    in_time = sitting.state == OPEN and timing.in_time(until, now)
    known = [row for row in rows if row.position is not None]
    fresh = [update for update in updates if _known_row(update, known) is None]
    stored = _insert(connection, sitting_id, fresh, responses, "answer" if in_time else "late", actor, now)
    if len(stored) != len(fresh):  # a concurrent request has stored the same numbers
        known = [
            row for row in _lock_sitting(connection, owner, sitting_id, updates) if row.position is not None
        ]
    return _fill_result(SaveResult(until), updates, responses, stored, known, in_time)


def save_with_next_seq(
    session: Session, actor: Actor, sitting_id: int, position: int, raw: Any, now: datetime
) -> SaveResult:
    """Store an answer under the number after the greatest: for pages without a script, which do not number."""
    greatest = select(func.max(SittingEvent.seq)).where(SittingEvent.sitting_id == sitting_id)
    seq = (session.scalar(greatest) or 0) + 1
    saved = save_answers(session, actor, sitting_id, [AnswerUpdate(position, seq, raw)], now)
    while saved.conflict:  # another page of the same candidate took the number
        seq = saved.conflict[0].seq + 1
        saved = save_answers(session, actor, sitting_id, [AnswerUpdate(position, seq, raw)], now)
    return saved


def _lock_sitting(
    connection: Connection, owner: int, sitting_id: int, updates: Sequence[AnswerUpdate]
) -> Sequence[Row[Any]]:
    """Lock the owner's sitting; return it with its events at or above the numbers of the updates."""
    asked: dict[str, Any] = {"sitting": sitting_id, "person": owner}
    for number, update in enumerate(updates):
        asked |= {f"position{number}": update.position, f"seq{number}": update.seq}
    rows = connection.execute(_sitting_query(len(updates)), asked).all()
    if not rows:
        raise messages.sitting_not_found()
    return rows


@lru_cache(maxsize=32)
def _sitting_query(updates: int) -> Select[Any]:
    """The query of `_lock_sitting` for a number of updates, cached: building one costs more than running it."""
    sitting, event = Sitting.__table__, SittingEvent.__table__
    columns, event_columns = sitting.c, event.c
    at_or_above = [
        and_(
            event_columns.position == bindparam(f"position{number}"),
            event_columns.seq >= bindparam(f"seq{number}"),
        )
        for number in range(updates)
    ]
    paper = cast(columns.paper, String).label("paper")
    return (
        select(
            *(columns.state, columns.deadline, columns.paused_at, paper),
            *(event_columns.type, event_columns.position, event_columns.seq, event_columns.response),
        )
        .select_from(
            sitting.outerjoin(event, and_(event_columns.sitting_id == columns.id, or_(false(), *at_or_above)))
        )
        .where(columns.id == bindparam("sitting"), columns.person_id == bindparam("person"))
        .with_for_update(of=sitting)
    )


@lru_cache(maxsize=2000)
def _version_ids(paper: str) -> tuple[int, ...]:
    """Return the item versions of a stored paper, by position; cached, as a paper never changes."""
    return tuple(position["version"] for position in json.loads(paper))


def _check_accepts_answers(connection: Connection, sitting_id: int, sitting: Row[Any], now: datetime) -> None:
    if sitting.state == SUBMITTED and not was_collected(connection, sitting_id):
        raise messages.sitting_not_open(SUBMITTED)
    if sitting.paused_at is not None and not timing.in_time(sitting.paused_at, now):
        raise messages.sitting_not_open(PAUSED)
    if not timing.keeps_late(_deadline(sitting, now), now):
        raise messages.sitting_not_open(EXPIRED)


def was_collected(connection: Connection, sitting_id: int) -> bool:
    """Whether an invigilator ended the sitting: answers that arrive afterwards are kept as late."""
    return connection.execute(_collected_query(), {"sitting": sitting_id}).first() is not None


@cache
def _collected_query() -> Select[Any]:
    event = SittingEvent.__table__.c
    return select(event.id).where(event.sitting_id == bindparam("sitting"), event.type == "ended").limit(1)


def _deadline(sitting: Row[Any], now: datetime) -> datetime:
    deadline: datetime = sitting.deadline
    return deadline if sitting.paused_at is None else timing.resumed(deadline, sitting.paused_at, now)


def _parse_all_responses(
    session: Session, paper: Sequence[int], updates: Sequence[AnswerUpdate]
) -> dict[int, dict[str, Any]]:
    """Return canonical responses by position. Raise Refused with every problem of every update."""
    responses, problems_by_position = parse_responses(session, paper, updates)
    if problems_by_position:
        problems = [
            Problem(FieldPath(f"answers[{number}].{problem.where.path}"), problem.what, problem.how)
            for number, update in enumerate(updates, 1)
            for problem in problems_by_position.get(update.position, ())
        ]
        raise messages.invalid_answer(problems)
    return responses


def parse_responses(
    session: Session, versions: Sequence[int], updates: Sequence[AnswerUpdate]
) -> tuple[dict[int, dict[str, Any]], dict[int, list[Problem]]]:
    """Return canonical responses by position, and the problems of the others; `versions` are those of the paper."""
    responses: dict[int, dict[str, Any]] = {}
    problems: dict[int, list[Problem]] = {}
    by_version = paper_items(
        session, {versions[u.position - 1] for u in updates if u.position <= len(versions)}
    )
    for update in updates:
        if update.position > len(versions):
            problems[update.position] = [messages.no_such_position(update.position, len(versions))]
            continue
        try:
            responses[update.position] = _parse_response(
                by_version[versions[update.position - 1]].question, update
            )
        except Unreadable as unreadable:
            problems[update.position] = [
                Problem(FieldPath("response" + (f".{p.where.path}" if p.where.path else "")), p.what, p.how)
                for p in unreadable.problems
            ]
    return responses, problems


def _parse_response(question: Question, update: AnswerUpdate) -> dict[str, Any]:
    raw = update.response
    if update.fields is not None:
        raw = questions.raw_from_form(question, update.fields)
    return questions.read_response(question, raw)


def _known_row(update: AnswerUpdate, known: Sequence[Row[Any]]) -> Row[Any] | None:
    """Return the event that has this update's number, or None."""
    return next((row for row in known if (row.position, row.seq) == (update.position, update.seq)), None)


def _insert(
    connection: Connection,
    sitting_id: int,
    updates: Sequence[AnswerUpdate],
    responses: dict[int, dict[str, Any]],
    type: str,
    actor: Actor,
    now: datetime,
) -> set[tuple[int, int]]:
    if not updates:
        return set()
    rows = connection.execute(
        _insert_statement(connection.dialect.name),
        [
            {
                "sitting_id": sitting_id,
                "type": type,
                "position": update.position,
                "seq": update.seq,
                "response": responses[update.position],
                "at": now,
                "client_time": update.client_time,
                "actor_id": actor.id,
            }
            for update in updates
        ],
    )
    return {(row.position, row.seq) for row in rows}


@cache
def _insert_statement(engine: str) -> Any:
    event = SittingEvent.__table__
    made = (postgresql if engine == "postgresql" else sqlite).insert(event)
    return made.on_conflict_do_nothing().returning(event.c.position, event.c.seq)


def _fill_result(
    result: SaveResult,
    updates: Sequence[AnswerUpdate],
    responses: dict[int, dict[str, Any]],
    stored: set[tuple[int, int]],
    known: Sequence[Row[Any]],
    in_time: bool,
) -> SaveResult:
    for update in updates:
        ack = SavedAnswer(update.position, update.seq)
        same = _known_row(update, known)
        if (update.position, update.seq) in stored:
            (result.saved if in_time else result.late).append(ack)
        elif same is not None and same.response == responses[update.position]:
            (result.late if same.type == "late" else result.saved).append(ack)
        else:
            top = max((row.seq for row in known if row.position == update.position), default=update.seq)
            result.conflict.append(SavedAnswer(update.position, top))
    return result
