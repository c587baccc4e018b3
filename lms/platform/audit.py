"""The audit trail: who did what to which object, when and from where; each event is chained to the previous one."""

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
PROTECTED_TABLES: set[str] = set()
"""Tables that refuse UPDATE and DELETE; migrations compare the database with this set."""
_LOCK = 0x57554E45  # any constant: names our chain among PostgreSQL's advisory locks


class AuditEvent(Base):
    """One action that was done, tried or refused. Rows are never changed or deleted."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    """1, 2, 3, … without a gap."""
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    """The person; None for the system itself and for visitors who are not signed in."""
    action: Mapped[str] = mapped_column(String(80), index=True)
    """package.verb, e.g. "bank.approve"."""
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
    """Where a change came from; the entry point sets it as `session.info["origin"]`."""

    ip: str = "local"
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """The first event at which the chain is broken."""

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
    """Record an event. It is chained and written just before this session commits."""
    if not session.in_transaction():
        session.begin()  # so that a rollback discards the event too
    session.info.setdefault("audit", []).append((action, object, actor_id, now, outcome, detail))


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    recorded = session.info.pop("audit", None)
    if not recorded:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    first, last = head(session)
    origin = session.info.get("origin", Origin())
    added: list[dict[str, Any]] = []
    for seq, (action, object, actor_id, now, outcome, detail) in enumerate(recorded, first + 1):
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
    """Return (seq, hash) of the newest event, or (0, GENESIS) if there is none."""
    last = session.execute(_NEWEST).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


@event.listens_for(Session, "after_rollback")
def _discard(session: Session) -> None:
    session.info.pop("audit", None)


def canonical(row: dict[str, Any]) -> bytes:
    """Return the bytes that are hashed: JSON, sorted keys, UTF-8, no spaces; times as the API writes them."""
    fields = {
        name: row[name]
        for name in ("seq", "actor_id", "action", "object", "outcome", "ip", "request_id", "detail")
    }
    fields["at"] = iso(row["at"])
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _hash(prev: str, row: dict[str, Any]) -> str:
    return hashlib.sha256(b"\x00" + bytes.fromhex(prev) + canonical(row)).hexdigest()


def rows(session: Session) -> Generator[dict[str, Any], None, None]:
    """Yield every event in order, read in batches of a thousand."""
    query = select(AuditEvent.__table__).order_by(AuditEvent.seq).execution_options(yield_per=1000)
    with session.execute(query) as result:
        for row in result.mappings():
            yield dict(row)


def line(row: dict[str, Any]) -> str:
    """Return an event as one line of JSON with its hashes, to verify the chain without this program."""
    fields = json.loads(canonical(row)) | {"prev_hash": row["prev_hash"], "hash": row["hash"]}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verify(session: Session, head: tuple[int, str] | None = None) -> tuple[int, str] | Break:
    """Return (number of events, hash of the last) if the chain is intact, else the first Break.

    `head` is a checkpoint filed elsewhere: (seq, hash) that must still be in the chain. Without it, a
    deleted end or a recomputed chain cannot be noticed.
    """
    count, last = 0, GENESIS
    with contextlib.closing(rows(session)) as events:
        for row in events:
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
    """Return SQL that makes `table` refuse UPDATE and DELETE, for (SQLite, PostgreSQL); migrations use it."""
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
    """Add the triggers of `append_only` wherever the metadata creates the table."""
    sqlite, postgres = append_only(table)
    target = Base.metadata.tables[table]
    PROTECTED_TABLES.add(table)
    ddl: Callable[[str], Any] = DDL  # SQLAlchemy left its constructor without types
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgres)):
        for statement in statements:
            event.listen(
                target, "after_create", ddl(statement.replace("%", "%%")).execute_if(dialect=dialect)
            )


protect("audit_event")
