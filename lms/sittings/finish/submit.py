"""Handing in: once, all or nothing, and never with less than the client has sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.sittings.answers.updates import invalid_answer
from lms.sittings.find import (
    EXPIRED,
    OPEN,
    PAUSED,
    SUBMITTED,
    CurrentAnswers,
    SittingView,
    current,
    over,
    own,
)
from lms.sittings.finish.end import end
from lms.sittings.finish.overdue import finish


@dataclass(frozen=True, slots=True)
class Ended:
    """The sealed sitting, and whether this call sealed it."""

    held: SittingView
    new: bool
    missing: list[dict[str, int]]
    """What the client says it sent and the seal does not hold: only after the end."""


def submit(session: Session, actor: Actor, sitting_id: int, seqs: Mapping[int, int], now: datetime) -> Ended:
    """Seal and score the sitting; again is harmless and gives the same receipt.

    `seqs` says up to which number the client has sent answers, by position. Raises Refused (409)
    with the missing list if the server holds less; nothing is sealed then.
    """
    held = own(session, actor, sitting_id, lock=True)
    answers = current(session, sitting_id)
    missing = _missing(held, answers, seqs)
    if held.state != OPEN:
        return Ended(held, False, missing)
    state = held.state_at(now)
    if state == PAUSED:
        raise over(PAUSED)
    if state == EXPIRED:
        return Ended(finish(session, held, now), False, missing)
    if missing:
        raise _incomplete(missing)
    return Ended(end(session, held, answers, SUBMITTED, now, actor.id, now), True, [])


def _missing(held: SittingView, answers: CurrentAnswers, seqs: Mapping[int, int]) -> list[dict[str, int]]:
    strange = [position for position in seqs if not 1 <= position <= len(held.paper)]
    if strange:
        what, how = (
            Text("本卷没有这道题", "the paper has no such question"),
            Text("请核对题号", "Check the number"),
        )
        raise invalid_answer([Problem(FieldPath(f"seqs.{position}"), what, how) for position in strange])
    found = []
    for position, sent in sorted(seqs.items()):
        answer = answers.answers.get(position)
        if (holds := answer.seq if answer else 0) < sent:
            found.append({"position": position, "sent": sent, "held": holds})
    return found


def _incomplete(missing: list[dict[str, int]]) -> Refused:
    places = "、".join(str(one["position"]) for one in missing[:20])
    return Refused(
        "sitting.answers_missing",
        Text(
            f"还有 {len(missing)} 题的最新答案没有到达服务器（第 {places} 题），尚未交卷",
            f"The newest answers of {len(missing)} questions have not arrived ({places}); nothing was handed in",
        ),
        Text("请先重新保存这些题，再交卷", "Save them again, then hand in"),
        status=409,
        missing=missing,
    )
