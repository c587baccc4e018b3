"""Which of the people on a board a decision would affect, and which it would not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Refused, Text, not_found
from lms.exams.published import Published
from lms.invigilation import intervene
from lms.invigilation.live_board import LOST, RUNNING, Line, load_board
from lms.sittings.find import OPEN, PAUSED

APPLICABLE_STATES = {
    "pause": (OPEN, LOST),
    "resume": (PAUSED,),
    "extend": RUNNING,
    "release": RUNNING,
    "collect": RUNNING,
}
"""In which states a decision means something."""


@dataclass(frozen=True, slots=True)
class DecisionPreview:
    """A decision that has not been taken yet."""

    exam: Published
    affected: list[Line]
    unaffected: list[Line]
    """Chosen, but nothing can be done about them: not begun, or over."""


def preview_decision(
    session: Session,
    actor: Actor,
    exam_id: int,
    do: str,
    sitting_ids: set[int] | None,
    now: datetime,
    group: str = "",
    state: str = "",
) -> DecisionPreview:
    """Of these sittings (None: everybody whom the filters show) those whom the decision affects."""
    if do not in APPLICABLE_STATES:
        raise not_found(Text("操作", "decision"))
    found = load_board(session, actor, exam_id, now, group, state)
    lines = [line for line in found.lines if sitting_ids is None or line.sitting_id in sitting_ids]
    affected = [line for line in lines if line.state in APPLICABLE_STATES[do]]
    return DecisionPreview(
        found.exam, affected, [line for line in lines if line.state not in APPLICABLE_STATES[do]]
    )


def apply_decision(
    session: Session, actor: Actor, do: str, sitting_ids: list[int], minutes: int, reason: str, now: datetime
) -> int:
    """Do it to all of them or to none; how many there were."""
    verbs: dict[str, Any] = {
        "pause": intervene.pause,
        "resume": intervene.resume,
        "release": intervene.release_device,
        "collect": intervene.collect,
    }
    if do == "extend":
        return len(intervene.extend(session, actor, sitting_ids, minutes, reason, now))
    if do not in verbs:
        raise Refused(
            "sitting.unknown_decision",
            Text("没有这种操作", "There is no such decision"),
            Text("请回到监考台重新选择", "Go back to the board and choose again"),
            status=400,
        )
    return len(verbs[do](session, actor, sitting_ids, reason, now))
