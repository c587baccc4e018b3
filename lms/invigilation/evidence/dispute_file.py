"""Everything that happened in a sitting, for its candidate, its invigilators and the auditor.

No key, score or reason is in it for anybody. The auditor gets events and times, no questions and no
answers; the candidate gets the questions where the plan shows them afterwards, and no sooner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text, not_found
from lms.invigilation.watch import watched_ids
from lms.people.models import Person, Unit
from lms.platform import audit
from lms.sittings.find import OPEN, PAUSED, SittingView, one
from lms.sittings.models import Sitting, SittingEvent
from lms.sittings.serve import ShownQuestion, show
from lms.sittings.start import available
from lms.sittings.start.attempts import may_sit_again

CANDIDATE, INVIGILATOR, AUDITOR = "candidate", "invigilator", "auditor"
SILENCE = timedelta(minutes=1)
"""A gap between two events that is longer is told as one."""


@dataclass(frozen=True, slots=True)
class EvidenceEvent:
    """One event, with who did it."""

    type: str
    at: datetime
    client_time: str
    position: int | None
    seq: int | None
    facts: dict[str, Any]
    by: str


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """What the file of one sitting is made of."""

    held: SittingView
    state: str
    reader: str
    login: str
    name: str
    unit: str
    """As registered now; login and name are as they were at the start."""
    events: tuple[EvidenceEvent, ...]
    shown: dict[int, ShownQuestion]
    """Questions by position, in the order and with the letters of this paper; for the eyes that may."""
    may_read_questions: bool
    head: tuple[int, str]
    """The audit trail when the file was made."""

    @property
    def shows_answers(self) -> bool:
        """Whether this reader may see what was answered."""
        return self.reader != AUDITOR

    def gaps(self) -> Iterator[tuple[timedelta | None, EvidenceEvent]]:
        """Each event, with the silence before it where there was one."""
        before: datetime | None = None
        for event in self.events:
            silence = event.at - before if before else timedelta(0)
            yield silence if silence > SILENCE else None, event
            before = event.at


def open_dispute_file(
    session: Session, actor: Actor, sitting_id: int, language: str, now: datetime
) -> DisputeFile:
    """The file as this reader may see it; a sitting that is not theirs to see does not exist."""
    reader = _reader_role(session, actor, sitting_id)
    held = one(session, sitting_id)
    events = _events(session, sitting_id)
    person = session.get_one(Person, held.person_id)
    began = events[0].facts if events and events[0].type == "started" else {}
    unit = session.scalar(select(Unit.name).where(Unit.id == person.unit_id)) or ""
    return DisputeFile(
        held,
        held.state_at(now),
        reader,
        began.get("login", person.login),
        began.get("name", person.name),
        unit,
        events,
        {item.position: item for item in show(session, held, language)} if reader != AUDITOR else {},
        _may_read(session, actor, held, reader, now),
        audit.head(session),
    )


def record_copy(session: Session, actor: Actor, found: DisputeFile, now: datetime) -> None:
    """Somebody takes the file with them."""
    audit.record(session, "delivery.file", f"sitting:{found.held.id}", actor.id, now, reader=found.reader)


def _reader_role(session: Session, actor: Actor, sitting_id: int) -> str:
    mine = select(Sitting.id).where(Sitting.id == sitting_id, Sitting.person_id == actor.id)
    if actor.may(Permission.LEARN) and session.scalar(mine) is not None:
        return CANDIDATE
    for permission, reader in ((Permission.INVIGILATE, INVIGILATOR), (Permission.READ_AUDIT, AUDITOR)):
        seen = watched_ids(actor, permission).where(Sitting.id == sitting_id)
        if session.scalar(seen) is not None:
            return reader
    raise not_found(Text("考试记录", "sitting"))


def _may_read(session: Session, actor: Actor, held: SittingView, reader: str, now: datetime) -> bool:
    """The questions would be the bank's, in a candidate's pocket: only where the plan shows them in the end,
    and nobody but who has no attempt left."""
    if reader != CANDIDATE:
        return reader == INVIGILATOR
    if held.plan.review != "answers" or held.state_at(now) in (OPEN, PAUSED):
        return False
    return not may_sit_again(available.available_exam(session, actor, held.exam_id, now))


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
