"""The audit trail for the auditor: looked through, verified, its head written down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.login import login_key
from lms.domain.place import Named
from lms.domain.problem import Problem, Refused, Text
from lms.people import scope
from lms.people.models import Person, Unit
from lms.platform import audit
from lms.platform.audit import AuditEvent, Break
from lms.platform.clock import iso

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What to see. `action` and `object` may be beginnings; a full object "item:17" is exact."""

    login: str = ""
    action: str = ""
    object: str = ""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    before: int | None = None
    """The sequence number at the end of the page before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, and who it was; nobody for the system itself and for strangers."""

    event: AuditEvent
    login: str
    name: str


def page(session: Session, actor: Actor, chosen: Filter, most: int = PAGE) -> tuple[list[Entry], int | None]:
    """Up to `most` events, the newest first, and the key of the next page."""
    query = _visible(session, actor)
    if chosen.login:
        query = query.where(Person.login == login_key(chosen.login))
    if chosen.action:
        query = query.where(AuditEvent.action.startswith(chosen.action, autoescape=True))
    if chosen.object:
        kind, _, number = chosen.object.partition(":")
        exact = AuditEvent.object == chosen.object
        begins = AuditEvent.object.startswith(chosen.object, autoescape=True)
        query = query.where(exact if kind and number else begins)
    if chosen.since:
        query = query.where(AuditEvent.at >= chosen.since)
    if chosen.until:
        query = query.where(AuditEvent.at < chosen.until)
    if chosen.before:
        query = query.where(AuditEvent.seq < chosen.before)
    rows = session.execute(query.order_by(AuditEvent.seq.desc()).limit(most + 1)).all()
    found = [Entry(event, login or "", name or "") for event, login, name in rows]
    return found[:most], found[most - 1].event.seq if len(found) > most else None


def _visible(session: Session, actor: Actor) -> Select[AuditEvent, str, str]:
    """Everything for the auditor of a whole organisation; else what people of their units did."""
    query = (
        select(AuditEvent, Person.login, Person.name)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )
    roots = session.scalars(select(Unit.path).where(Unit.parent_id.is_(None))).all()
    if set(roots) <= set(actor.paths(Permission.READ_AUDIT)):
        return query
    return query.where(scope.in_units(actor, Permission.READ_AUDIT, Unit.path))


def note_verification(
    session: Session, actor: Actor, outcome: tuple[int, str] | Break, now: datetime
) -> None:
    """Record that somebody had the chain verified, and what came of it."""
    if isinstance(outcome, Break):
        facts: dict[str, Any] = {"seq": outcome.seq, "why": outcome.why}
    else:
        facts = {"events": outcome[0], "head": outcome[1]}
    result = "failed" if isinstance(outcome, Break) else "ok"
    audit.record(session, "audit.verify", "audit:chain", actor.id, now, result, **facts)


def checkpoint(seq: int, head: str, now: datetime) -> dict[str, Any]:
    """What is filed outside the database: with it, a cut or rewritten chain is found out."""
    return {"seq": seq, "hash": head, "at": iso(now)}


def read_checkpoint(raw: Any) -> tuple[int, str]:
    """(seq, hash) of a filed checkpoint. Raises Refused."""
    seq, head = (raw.get("seq"), raw.get("hash")) if isinstance(raw, dict) else (None, None)
    if type(seq) is int and seq >= 0 and isinstance(head, str) and len(head) == 64:
        return seq, head.lower()
    raise Refused(
        "checkpoint.malformed",
        Text("检查点写法不对", "This is not a checkpoint"),
        Text(
            "应有序号 seq 和 64 位哈希 hash，见 lms audit checkpoint 写出的文件",
            "It needs the number seq and the 64 characters of hash, as lms audit checkpoint writes them",
        ),
        status=400,
    )


_WHY = {
    "gap": Text("这里缺少一条记录，或编号被改动", "An event is missing here, or its number was changed"),
    "changed": Text("这条记录的内容被改动", "This event was changed"),
    "cut": Text("此处及以后的记录被删除", "The events from here on were cut off"),
}


def explain(broken: Break) -> Problem:
    """Where the chain breaks, why, and what to do."""
    how = Text(
        "请停止写入并保全现场：先备份数据库和日志，再与最近一次存档的检查点及备份比对",
        "Keep the evidence: back up the database and the logs first, then compare with the last filed checkpoint and backups",
    )
    return Problem(Named(f"#{broken.seq}"), _WHY[broken.why], how)
