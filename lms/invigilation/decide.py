"""Preview whom a decision on the board affects, and apply it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.exams.published import Published
from lms.invigilation import intervene, messages
from lms.invigilation.live_board import LOST, RUNNING, Line, load_board
from lms.sittings.find import OPEN, PAUSED

APPLICABLE_STATES = {
    "pause": (OPEN, LOST),
    "resume": (PAUSED,),
    "extend": RUNNING,
    "release": RUNNING,
    "collect": RUNNING,
}
"""The states in which a decision can be applied."""


@dataclass(frozen=True, slots=True)
class DecisionPreview:
    """Whom a decision would affect."""

    exam: Published
    affected: list[Line]
    unaffected: list[Line]
    """Chosen, but not in a state to which the decision applies: not begun, or ended."""


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
    """Return which of these sittings (None: of all that the filters show) the decision affects."""
    if do not in APPLICABLE_STATES:
        raise messages.decision_not_found()
    board = load_board(session, actor, exam_id, now, group, state)
    lines = [line for line in board.lines if sitting_ids is None or line.sitting_id in sitting_ids]
    affected = [line for line in lines if line.state in APPLICABLE_STATES[do]]
    return DecisionPreview(
        board.exam, affected, [line for line in lines if line.state not in APPLICABLE_STATES[do]]
    )


def apply_decision(
    session: Session, actor: Actor, do: str, sitting_ids: list[int], minutes: int, reason: str, now: datetime
) -> int:
    """Apply the decision to all of these sittings or to none; return how many there are."""
    verbs: dict[str, Any] = {
        "pause": intervene.pause,
        "resume": intervene.resume,
        "release": intervene.release_device,
        "collect": intervene.collect,
    }
    if do == "extend":
        return len(intervene.extend(session, actor, sitting_ids, minutes, reason, now))
    if do not in verbs:
        raise messages.unknown_decision()
    return len(verbs[do](session, actor, sitting_ids, reason, now))
