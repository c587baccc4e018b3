"""Withdraws a completion record: a further entry says that it does not count, and why."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.text.typed import clean
from lms.learning import progress
from lms.people.models import Person
from lms.platform import audit, events
from lms.records import history, messages
from lms.records.events import CompletionWithdrawn
from lms.records.models import CompletionRecord, HoursEntry

LONGEST_REASON = 1000
"""Characters."""


def withdraw(session: Session, actor: Actor, record_id: int, reason: str, now: datetime) -> CompletionRecord:
    """Withdraw a record of somebody else within the actor's units, and open its course again.

    Its hours are taken back; its certificate is revoked in the same transaction, by CompletionWithdrawn.
    Raise Refused for one's own record, one that is withdrawn already, or without a reason.
    """
    reason = clean(reason)
    person_id = history.entries_of(session, actor, record_id)[0].person_id
    # Of two people who withdraw it at once, the second waits for the first.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    entries = history.entries_of(session, actor, record_id)
    newest = entries[-1]
    if newest.withdrawn:
        raise messages.withdrawn_already()
    if not history.may_correct(actor, newest):
        raise messages.not_correctable()
    if not reason:
        raise messages.reason_missing()
    if len(reason) > LONGEST_REASON:
        raise messages.reason_too_long(len(reason), LONGEST_REASON)
    entry = _add_entry(session, newest, actor, reason, now)
    about = f"record:{entry.id}"
    audit.record(session, "records.withdraw", about, actor.id, now, withdraws=newest.id, reason=reason)
    events.emit(session, CompletionWithdrawn(tuple(e.id for e in entries), actor.id, reason), now)
    progress.reopen_course(session, newest.person_id, newest.course_id, newest.sitting_id, now)
    return entry


def _add_entry(
    session: Session, old: CompletionRecord, actor: Actor, reason: str, now: datetime
) -> CompletionRecord:
    """Add the entry that withdraws `old`, as a snapshot of the same facts, and take back its hours."""
    rounds = select(func.max(CompletionRecord.round)).where(
        CompletionRecord.person_id == old.person_id, CompletionRecord.course_id == old.course_id
    )
    same = {
        column.name: getattr(old, column.name)
        for column in CompletionRecord.__table__.columns
        if column.name not in ("id", "hours")
    }
    changed = {
        "hours": 0,
        "round": (session.scalar(rounds) or 0) + 1,
        "corrects_id": old.id,
        "reason": reason,
        "withdrawn": True,
        "corrected_by": actor.id,
        "corrected_at": now,
    }
    entry = CompletionRecord(**same | changed)
    session.add(entry)
    session.flush()
    for year, hours in session.execute(
        select(HoursEntry.year, func.sum(HoursEntry.hours))
        .where(HoursEntry.record_id == old.id)
        .group_by(HoursEntry.year)
    ).all():
        session.add(HoursEntry(person_id=old.person_id, record_id=entry.id, hours=-hours, year=year, at=now))
    return entry
