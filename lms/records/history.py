"""Finds one completion record with the entries that correct it, and says where it comes from."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.people import scope
from lms.people.models import Person
from lms.records import messages
from lms.records.models import CompletionRecord
from lms.sittings.find import SittingView, any_sitting


@dataclass(frozen=True, slots=True)
class RecordView:
    """A completion record, where it comes from, and what became of it."""

    first: CompletionRecord
    """As it was made when the course was completed."""
    newest: CompletionRecord
    """The entry that counts now; the same as `first` if nothing was corrected."""
    sitting: SittingView | None
    corrected_by: str
    """Name of who recorded the newest correction; "" for none."""
    own: bool
    may_correct: bool
    may_enrol: bool
    """Whether the person is, now, one whose status in exams the actor may set."""


def record_view(session: Session, actor: Actor, record_id: int) -> RecordView:
    """Return the record of an entry within the actor's units. Raise Refused (404) for any other."""
    entries = entries_of(session, actor, record_id)
    first, newest = entries[0], entries[-1]
    by = session.get(Person, newest.corrected_by) if newest.corrected_by else None
    sitting = any_sitting(session, newest.sitting_id) if newest.sitting_id else None
    enrolled = scope.people(actor, Permission.ENROL).with_only_columns(Person.id)
    return RecordView(
        first,
        newest,
        sitting,
        by.name if by else "",
        newest.person_id == actor.id,
        may_correct(actor, newest),
        session.scalar(enrolled.where(Person.id == newest.person_id)) is not None,
    )


def entries_of(session: Session, actor: Actor, record_id: int) -> list[CompletionRecord]:
    """Return a record and the entries that correct it, the oldest first, for the id of any of them.

    Raise Refused (404) outside the actor's units.
    """
    entry = session.get(CompletionRecord, record_id)
    if entry is None or not entry.unit_path.startswith(actor.paths(Permission.SEE_RECORDS)):
        raise messages.no_record()
    while entry.corrects_id is not None:
        entry = session.get_one(CompletionRecord, entry.corrects_id)
    entries = [entry]
    while later := session.scalar(
        select(CompletionRecord).where(CompletionRecord.corrects_id == entries[-1].id)
    ):
        entries.append(later)
    return entries


def may_correct(actor: Actor, record: CompletionRecord) -> bool:
    """Return whether it is of somebody else, within the units whose records the actor may correct."""
    return record.person_id != actor.id and record.unit_path.startswith(
        actor.paths(Permission.CORRECT_RECORDS)
    )
