"""Browse the audit trail, record its verification, and read and write checkpoints."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.login import login_key
from lms.domain.problem import Problem, Text
from lms.people import messages, scope
from lms.people.models import Person, Unit
from lms.people.trail_facts import facts_in_words
from lms.people.trail_words import action_words, object_words
from lms.platform import audit
from lms.platform.audit import AuditEvent, Break
from lms.platform.clock import iso

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events to list. `action` may be a prefix; `object` is one, "item:17", or all of a kind, "item"."""

    login: str = ""
    action: str = ""
    object: str = ""
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    before: int | None = None
    """The sequence number at the end of the previous page."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One event, and who caused it; empty for the system itself and for visitors who are not signed in."""

    event: AuditEvent
    login: str
    name: str

    @property
    def action(self) -> Text:
        """What was done, in words."""
        return action_words(self.event.action)

    @property
    def object(self) -> Text:
        """To what, in words."""
        return object_words(self.event.object)

    @property
    def facts(self) -> list[tuple[Text, Text]]:
        """The facts of the event, each with its name."""
        return facts_in_words(self.event)


def page(
    session: Session, actor: Actor, chosen: Filter, most: int = PAGE
) -> tuple[list[AuditEntry], int | None]:
    """Return up to `most` events, newest first, and the key of the next page, or None."""
    query = _visible(session, actor)
    if chosen.login:
        query = query.where(Person.login == login_key(chosen.login))
    if chosen.action:
        query = query.where(AuditEvent.action.startswith(chosen.action, autoescape=True))
    if chosen.object:
        of_kind = AuditEvent.object.startswith(f"{chosen.object}:", autoescape=True)
        query = query.where((AuditEvent.object == chosen.object) | of_kind)
    if chosen.since:
        query = query.where(AuditEvent.at >= chosen.since)
    if chosen.until:
        query = query.where(AuditEvent.at < chosen.until)
    if chosen.before:
        query = query.where(AuditEvent.seq < chosen.before)
    rows = session.execute(query.order_by(AuditEvent.seq.desc()).limit(most + 1)).all()
    entries = [AuditEntry(event, login or "", name or "") for event, login, name in rows]
    return entries[:most], entries[most - 1].event.seq if len(entries) > most else None


def _visible(session: Session, actor: Actor) -> Select[AuditEvent, str, str]:
    """Select everything for an auditor of the whole organisation; else what people of their units did."""
    query = (
        select(AuditEvent, Person.login, Person.name)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )
    roots = session.scalars(select(Unit.path).where(Unit.parent_id.is_(None))).all()
    if set(roots) <= set(actor.paths(Permission.READ_AUDIT)):
        return query
    return query.where(scope.in_units(actor, Permission.READ_AUDIT, Unit.path))


def record_verification(
    session: Session, actor: Actor, outcome: tuple[int, str] | Break, now: datetime
) -> None:
    """Record that the chain was verified, and the outcome."""
    if isinstance(outcome, Break):
        facts: dict[str, Any] = {"seq": outcome.seq, "why": outcome.why}
    else:
        facts = {"events": outcome[0], "head": outcome[1]}
    result = "failed" if isinstance(outcome, Break) else "ok"
    audit.record(session, "audit.verify", "audit:chain", actor.id, now, result, **facts)


def checkpoint(seq: int, head: str, now: datetime) -> dict[str, Any]:
    """Return what is filed outside the database: it shows later whether the chain was cut or rewritten."""
    return {"seq": seq, "hash": head, "at": iso(now)}


def read_checkpoint(raw: Any) -> tuple[int, str]:
    """Return (seq, hash) of a filed checkpoint. Raise Refused if it is malformed."""
    seq, head = (raw.get("seq"), raw.get("hash")) if isinstance(raw, dict) else (None, None)
    if type(seq) is int and seq >= 0 and isinstance(head, str) and len(head) == 64:
        return seq, head.lower()
    raise messages.checkpoint_malformed()


def explain(broken: Break) -> Problem:
    """Return where the chain breaks, why, and what to do."""
    return messages.chain_broken(broken.seq, broken.why)
