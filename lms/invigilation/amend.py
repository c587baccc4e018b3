"""Answers that people add to a sitting, under numbers of their own; what is sealed already is sealed anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from lms.platform import audit
from lms.sittings import receipt
from lms.sittings.events import SittingEnded
from lms.sittings.find import SittingView, current
from lms.sittings.models import Sitting, SittingEvent


@dataclass(frozen=True, slots=True)
class AddedAnswer:
    """An answer in its kind's canonical form."""

    position: int
    response: dict[str, Any] | None
    client_time: str = ""


def add_answers(
    session: Session, actor_id: int, held: SittingView, answers: Sequence[AddedAnswer], now: datetime
) -> None:
    """Each as an event under the next number; the sitting is locked."""
    greatest = select(func.max(SittingEvent.seq)).where(SittingEvent.sitting_id == held.id)
    rows = [
        {
            "sitting_id": held.id,
            "type": "answer",
            "position": answer.position,
            "seq": number,
            "response": answer.response,
            "at": now,
            "client_time": answer.client_time,
            "actor_id": actor_id,
        }
        for number, answer in enumerate(answers, (session.scalar(greatest) or 0) + 1)
    ]
    session.execute(insert(SittingEvent), rows)


def seal_again(session: Session, held: SittingView) -> SittingEnded:
    """Seal a sitting that has ended with the answers that stand now; what is to be told when all is noted."""
    seq, head = audit.head(session)
    anew, answers = replace(held, audit_head=(seq, head)), current(session, held.id)
    hash = receipt.seal(receipt.document(anew, answers))
    sealed = {"receipt": hash, "audit_seq": seq, "audit_hash": head}
    session.execute(update(Sitting).where(Sitting.id == held.id).values(**sealed))
    return SittingEnded(replace(anew, receipt=hash), answers)
