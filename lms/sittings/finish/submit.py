"""Submits a sitting: once, all or nothing, and never with less than the client has sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.sittings import messages
from lms.sittings.find import (
    EXPIRED,
    OPEN,
    PAUSED,
    SUBMITTED,
    CurrentAnswers,
    SittingView,
    current_answers,
    own_sitting,
)
from lms.sittings.finish.end import end_sitting
from lms.sittings.finish.overdue import expire_sitting


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """The sealed sitting, and whether this call sealed it."""

    sitting: SittingView
    new: bool
    missing: list[dict[str, int]]
    """What the client says it sent and the seal does not include: only after the end."""


def submit_sitting(
    session: Session, actor: Actor, sitting_id: int, seqs: Mapping[int, int], now: datetime
) -> SubmitResult:
    """Seal and score the sitting. Idempotent: a repeated call returns the same receipt.

    `seqs` says up to which number the client has sent answers, by position. Raise Refused (409)
    with the missing answers if the server has fewer; nothing is sealed then.
    """
    sitting = own_sitting(session, actor, sitting_id, lock=True)
    answers = current_answers(session, sitting_id)
    missing = _missing_answers(sitting, answers, seqs)
    if sitting.state != OPEN:
        return SubmitResult(sitting, False, missing)
    state = sitting.state_at(now)
    if state == PAUSED:
        raise messages.sitting_not_open(PAUSED)
    if state == EXPIRED:
        return SubmitResult(expire_sitting(session, sitting, now), False, missing)
    if missing:
        raise messages.answers_missing(missing)
    return SubmitResult(end_sitting(session, sitting, answers, SUBMITTED, now, actor.id, now), True, [])


def _missing_answers(
    sitting: SittingView, answers: CurrentAnswers, seqs: Mapping[int, int]
) -> list[dict[str, int]]:
    unknown = [position for position in seqs if not 1 <= position <= len(sitting.paper)]
    if unknown:
        raise messages.invalid_answer([messages.no_such_question(f"seqs.{position}") for position in unknown])
    missing = []
    for position, sent in sorted(seqs.items()):
        answer = answers.answers.get(position)
        if (saved := answer.seq if answer else 0) < sent:
            missing.append({"position": position, "sent": sent, "held": saved})
    return missing
