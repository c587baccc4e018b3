"""The audit trail: who did what, on what, when, from where; each event chained to the one before."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, String, event, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.platform.clock import iso
from lms.platform.db.database import Base
from lms.platform.db.insert import table_of
from lms.platform.db.types import BigId, UtcTime

GENESIS = "0" * 64
protected: set[str] = set()
"""Tables that refuse UPDATE and DELETE; migrations compare the database with it."""
_LOCK = 0x57554E45  # any constant: names our chain among PostgreSQL's advisory locks


class AuditEvent(Base):
    """One thing that was done, tried or refused. Rows are never changed or deleted."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    """1, 2, 3, … without a gap."""
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    """The person, or nothing for the system itself and for strangers."""
    action: Mapped[str] = mapped_column(String(80), index=True)
    """room.verb, e.g. "bank.approve"."""
    object: Mapped[str] = mapped_column(String(200), index=True)
    """type:id, e.g. "item:17"."""
    outcome: Mapped[str] = mapped_column(String(20))
    """ok, denied or failed."""
    ip: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]]
    """Facts, without secrets; strings and whole numbers only."""
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change came from; a door puts it into `session.info["origin"]`."""

    ip: str = "local"
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    why: str
    """"gap", "changed" or "cut"."""


def record(
    session: Session,
    action: str,
    object: str,
    actor_id: int | None,
    now: datetime,
    outcome: str = "ok",
    **detail: Any,
) -> None:
    """Note an event. It is chained and written as the last thing before this session commits."""
    if not session.in_transaction():
        session.begin()  # so that a rollback forgets the note too
    session.info.setdefault("audit", []).append((action, object, actor_id, now, outcome, detail))


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    noted = session.info.pop("audit", None)
    if not noted:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    first, last = head(session)
    origin = session.info.get("origin", Origin())
    added: list[dict[str, Any]] = []
    for seq, (action, object, actor_id, now, outcome, detail) in enumerate(noted, first + 1):
        row = {
            "seq": seq,
            "at": now,
            "actor_id": actor_id,
            "action": action,
            "object": object[:200],
            "outcome": outcome,
            "ip": origin.ip,
            "request_id": origin.request_id,
            "detail": json.loads(json.dumps(detail, default=str)),
            "prev_hash": last,
        }
        last = row["hash"] = _hash(last, row)
        added.append(row)
    session.execute(insert(_EVENTS), added)


_EVENTS = table_of(AuditEvent)
_NEWEST = select(_EVENTS.c.seq, _EVENTS.c.hash).order_by(_EVENTS.c.seq.desc()).limit(1)


def head(session: Session) -> tuple[int, str]:
    """(seq, hash) of the newest event; of a chain without events (0, GENESIS)."""
    last = session.execute(_NEWEST).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("audit", None)


def canonical(row: dict[str, Any]) -> bytes:
    """The bytes that are hashed: JSON, keys sorted, UTF-8, no blanks; times as the API writes them."""
    fields = {
        name: row[name]
        for name in ("seq", "actor_id", "action", "object", "outcome", "ip", "request_id", "detail")
    }
    fields["at"] = iso(row["at"])
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _hash(prev: str, row: dict[str, Any]) -> str:
    return hashlib.sha256(b"\x00" + bytes.fromhex(prev) + canonical(row)).hexdigest()


def rows(session: Session) -> Generator[dict[str, Any], None, None]:
    """Every event in order, a thousand at a time."""
    query = select(AuditEvent.__table__).order_by(AuditEvent.seq).execution_options(yield_per=1000)
    with session.execute(query) as found:
        for row in found.mappings():
            yield dict(row)


def line(row: dict[str, Any]) -> str:
    """An event as one line of JSON, with its links, for those who verify the chain without us."""
    fields = json.loads(canonical(row)) | {"prev_hash": row["prev_hash"], "hash": row["hash"]}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verify(session: Session, head: tuple[int, str] | None = None) -> tuple[int, str] | Break:
    """(number of events, head hash) if the chain holds, else the first Break.

    `head` is a checkpoint filed elsewhere: (seq, hash) that must still stand in the chain. Without
    one, a cut tail or a chain computed anew cannot be noticed.
    """
    count, last = 0, GENESIS
    with contextlib.closing(rows(session)) as every:
        for row in every:
            if row["seq"] != count + 1:
                return Break(count + 1, "gap")
            if row["prev_hash"] != last or row["hash"] != _hash(last, row):
                return Break(row["seq"], "changed")
            count, last = row["seq"], row["hash"]
            if head and head[0] == count and head[1] != last:
                return Break(count, "changed")
    if head and head[0] > count:
        return Break(count + 1, "cut")
    return count, last


def append_only(table: str) -> tuple[list[str], list[str]]:
    """SQL that makes `table` refuse UPDATE and DELETE, for (SQLite, PostgreSQL); used by migrations."""
    sqlite = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    postgres = [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
    return sqlite, postgres


def protect(table: str) -> None:
    """Attach the triggers of `append_only` to the table wherever metadata creates it."""
    sqlite, postgres = append_only(table)
    target = Base.metadata.tables[table]
    protected.add(table)
    ddl: Callable[[str], Any] = DDL  # SQLAlchemy left its constructor without types
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgres)):
        for statement in statements:
            event.listen(
                target, "after_create", ddl(statement.replace("%", "%%")).execute_if(dialect=dialect)
            )


protect("audit_event")
