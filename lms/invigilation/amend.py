"""Add answers to a sitting on behalf of its candidate, and seal a sitting that has ended again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from lms.platform import audit
from lms.sittings import receipt
from lms.sittings.events import SittingEnded
from lms.sittings.find import SittingView, current_answers
from lms.sittings.models import Sitting, SittingEvent


@dataclass(frozen=True, slots=True)
class AddedAnswer:
    """An answer in its kind's canonical form."""

    position: int
    response: dict[str, Any] | None
    client_time: str = ""


def add_answers(
    session: Session, actor_id: int, sitting: SittingView, answers: Sequence[AddedAnswer], now: datetime
) -> None:
    """Add each answer as an event under the next number; the caller has locked the sitting."""
    greatest = select(func.max(SittingEvent.seq)).where(SittingEvent.sitting_id == sitting.id)
    rows = [
        {
            "sitting_id": sitting.id,
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


def seal_again(session: Session, sitting: SittingView) -> SittingEnded:
    """Seal a sitting that has ended with its current answers; return the event to emit once all is recorded."""
    seq, head = audit.head(session)
    sealed_sitting, answers = replace(sitting, audit_head=(seq, head)), current_answers(session, sitting.id)
    hash = receipt.seal_hash(receipt.sealed_document(sealed_sitting, answers))
    columns = {"receipt": hash, "audit_seq": seq, "audit_hash": head}
    session.execute(update(Sitting).where(Sitting.id == sitting.id).values(**columns))
    return SittingEnded(replace(sealed_sitting, receipt=hash), answers)
