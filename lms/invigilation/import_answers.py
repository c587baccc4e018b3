"""Import answers that a candidate could not send: by the rules of saving, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Problem, Refused
from lms.invigilation import messages
from lms.invigilation.intervene import reason_facts, record_decision
from lms.invigilation.watch import watched_sitting
from lms.people import scope
from lms.platform.clock import iso
from lms.sittings.answers.answer_file import AnswerFile
from lms.sittings.answers.save import SaveResult, parse_responses, save_answers
from lms.sittings.find import EXPIRED, OPEN, Answer, SittingView, current_answers
from lms.sittings.messages import sitting_not_open

SAME, NEWER, OLDER, OTHER, UNREADABLE = "same", "newer", "older", "other", "unreadable"


@dataclass(frozen=True, slots=True)
class ComparedAnswer:
    """One position of the file, compared with the server."""

    position: int
    state: str
    """same; newer than the answer on the server; older; other: another answer has this number on the server;
    unreadable."""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """The candidate of the file, and how its answers differ from the server's."""

    sitting: SittingView
    state: str
    name: str
    login: str
    unit: str
    answers: list[ComparedAnswer]
    refused: Refused | None
    """Why it cannot be imported; None if it can."""


def compare_answer_file(session: Session, actor: Actor, file: AnswerFile, now: datetime) -> ComparedFile:
    """Return what an import would change. Raise Refused for a sitting outside the actor's units."""
    sitting = _sitting_of_file(session, actor, file)
    person = scope.person(session, actor, Permission.INVIGILATE, sitting.person_id)
    answers = current_answers(session, sitting.id).answers
    responses, unreadable = parse_responses(session, _versions(sitting), file.updates)
    compared = [
        ComparedAnswer(update.position, UNREADABLE, unreadable[update.position][0])
        if update.position in unreadable
        else ComparedAnswer(
            update.position, _comparison(answers.get(update.position), update.seq, responses[update.position])
        )
        for update in file.updates
    ]
    state = sitting.state_at(now)
    refused = None if state in (OPEN, EXPIRED) else sitting_not_open(state)
    return ComparedFile(sitting, state, person.name, person.login, person.unit.name, compared, refused)


def import_answer_file(
    session: Session, actor: Actor, file: AnswerFile, reason: str, now: datetime
) -> SaveResult:
    """Store what can be read under its (position, seq); after the deadline it is stored as late. Idempotent.

    Raise Refused without a reason, and if the sitting is paused or submitted.
    """
    facts = reason_facts(actor, reason)
    sitting = _sitting_of_file(session, actor, file, lock=True)
    _, unreadable = parse_responses(session, _versions(sitting), file.updates)
    updates = [update for update in file.updates if update.position not in unreadable]
    saved = save_answers(session, actor, sitting.id, updates, now, person_id=sitting.person_id)
    facts |= {"sha256": file.sha256, "made_at": file.made_at and iso(file.made_at)}
    facts |= {"saved": len(saved.saved), "late": len(saved.late), "conflict": len(saved.conflict)}
    record_decision(session, actor, sitting, "answer-file", facts | {"unreadable": len(unreadable)}, now)
    return saved


def _sitting_of_file(session: Session, actor: Actor, file: AnswerFile, *, lock: bool = False) -> SittingView:
    """Return the sitting of the file. Raise Refused if it is not within the actor's units, or the actor's own."""
    sitting = watched_sitting(session, actor, file.sitting_id, lock=lock)
    if sitting.person_id != file.person_id:
        raise messages.answer_file_of_another()
    if sitting.person_id == actor.id:
        raise messages.own_answer_file()
    return sitting


def _versions(sitting: SittingView) -> list[int]:
    return [place.version_id for place in sitting.paper]


def _comparison(answer: Answer | None, seq: int, response: dict[str, Any]) -> str:
    if answer is None or (answer.seq < seq and answer.response != response):
        return NEWER
    if answer.response == response:
        return SAME
    return OTHER if answer.seq == seq else OLDER
