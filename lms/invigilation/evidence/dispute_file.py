"""Everything that happened in a sitting, for its candidate, its invigilators and the auditor.

It never contains a key, a score or a rationale. The auditor gets events and times, but no questions and
no answers; the candidate gets the questions only if the plan shows them after the exam, and not before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.invigilation import messages
from lms.invigilation.watch import watched_ids
from lms.people.models import Person, Unit
from lms.platform import audit
from lms.sittings.find import OPEN, PAUSED, SittingView, any_sitting
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.serve import ShownQuestion, show_questions
from lms.sittings.start import available
from lms.sittings.start.attempts import may_sit_again

CANDIDATE, INVIGILATOR, AUDITOR = "candidate", "invigilator", "auditor"
SILENCE = timedelta(minutes=1)
"""A longer gap between two events is shown."""


@dataclass(frozen=True, slots=True)
class EvidenceEvent:
    """One event, with the name of the person who did it."""

    type: str
    at: datetime
    client_time: str
    position: int | None
    seq: int | None
    facts: dict[str, Any]
    by: str


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """The contents of the file of one sitting."""

    sitting: SittingView
    state: str
    reader: str
    login: str
    name: str
    unit: str
    """The unit as registered now; login and name are those at the start."""
    events: tuple[EvidenceEvent, ...]
    shown: dict[int, ShownQuestion]
    """Questions by position, in the order and with the letters of this paper; {} for the auditor."""
    may_read_questions: bool
    head: tuple[int, str]
    """The head of the audit trail when the file was made."""

    @property
    def shows_answers(self) -> bool:
        """Whether this reader may see the answers."""
        return self.reader != AUDITOR

    def gaps(self) -> Iterator[tuple[timedelta | None, EvidenceEvent]]:
        """Yield each event, with the silence before it if there was one."""
        before: datetime | None = None
        for event in self.events:
            silence = event.at - before if before else timedelta(0)
            yield silence if silence > SILENCE else None, event
            before = event.at


def open_dispute_file(
    session: Session, actor: Actor, sitting_id: int, language: str, now: datetime
) -> DisputeFile:
    """Return the file as this reader may see it. Raise Refused (404) for a sitting that they may not see."""
    reader = _reader_role(session, actor, sitting_id)
    sitting = any_sitting(session, sitting_id)
    events = _events(session, sitting_id)
    person = session.get_one(Person, sitting.person_id)
    began = events[0].facts if events and events[0].type == "started" else {}
    unit = session.scalar(select(Unit.name).where(Unit.id == person.unit_id)) or ""
    return DisputeFile(
        sitting,
        sitting.state_at(now),
        reader,
        began.get("login", person.login),
        began.get("name", person.name),
        unit,
        events,
        {item.position: item for item in show_questions(session, sitting, language)}
        if reader != AUDITOR
        else {},
        _may_read(session, actor, sitting, reader, now),
        audit.head(session),
    )


def record_copy(session: Session, actor: Actor, dispute: DisputeFile, now: datetime) -> None:
    """Record that the file was downloaded."""
    audit.record(
        session, "delivery.file", f"sitting:{dispute.sitting.id}", actor.id, now, reader=dispute.reader
    )


def _reader_role(session: Session, actor: Actor, sitting_id: int) -> str:
    mine = select(Sitting.id).where(Sitting.id == sitting_id, Sitting.person_id == actor.id)
    if actor.may(Permission.LEARN) and session.scalar(mine) is not None:
        return CANDIDATE
    for permission, reader in ((Permission.INVIGILATE, INVIGILATOR), (Permission.READ_AUDIT, AUDITOR)):
        permitted = watched_ids(actor, permission).where(Sitting.id == sitting_id)
        if session.scalar(permitted) is not None:
            return reader
    raise messages.sitting_not_found()


def _may_read(session: Session, actor: Actor, sitting: SittingView, reader: str, now: datetime) -> bool:
    """Return whether the reader may have the questions, which are the bank's: an invigilator may; a candidate only
    if the plan shows them after the exam, and no attempt is left."""
    if reader != CANDIDATE:
        return reader == INVIGILATOR
    if sitting.plan.review != "answers" or sitting.state_at(now) in (OPEN, PAUSED):
        return False
    return not may_sit_again(available.available_exam(session, actor, sitting.exam_id, now))


def _events(session: Session, sitting_id: int) -> tuple[EvidenceEvent, ...]:
    rows = session.execute(
        select(SittingEvent.__table__, Person.name)
        .outerjoin(Person, Person.id == SittingEvent.actor_id)
        .where(SittingEvent.sitting_id == sitting_id)
        .order_by(SittingEvent.id)
        .execution_options(yield_per=1000)
    )
    return tuple(
        EvidenceEvent(
            row.type, row.at, row.client_time, row.position, row.seq, row.response or {}, row.name or ""
        )
        for row in rows
    )
