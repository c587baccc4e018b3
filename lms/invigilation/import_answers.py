"""An invigilator takes in answers that a candidate could not send: by the rules of saving, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Problem, Refused, Text
from lms.invigilation.intervene import reason_facts, record_decision
from lms.invigilation.watch import watched_sitting
from lms.people import scope
from lms.platform.clock import iso
from lms.sittings.answers.answer_file import AnswerFile
from lms.sittings.answers.save import SaveResult, readable, save
from lms.sittings.find import EXPIRED, OPEN, Answer, SittingView, current, over

SAME, NEWER, OLDER, OTHER, UNREADABLE = "same", "newer", "older", "other", "unreadable"


@dataclass(frozen=True, slots=True)
class ComparedAnswer:
    """One position of the file beside what the server holds."""

    position: int
    state: str
    """same; newer than what the server holds; older; other: under a number that another answer has there;
    unreadable."""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """What is in the file: whose it is, and where it differs."""

    held: SittingView
    state: str
    name: str
    login: str
    unit: str
    answers: list[ComparedAnswer]
    refused: Refused | None
    """Why it cannot be taken in; nothing if it can."""


def compare_answer_file(session: Session, actor: Actor, file: AnswerFile, now: datetime) -> ComparedFile:
    """What taking it in would change. Raises Refused for a sitting that is not the actor's to watch."""
    held = _sitting_of_file(session, actor, file)
    person = scope.person(session, actor, Permission.INVIGILATE, held.person_id)
    answers = current(session, held.id).answers
    responses, wrong = readable(session, _versions(held), file.packets)
    places = [
        ComparedAnswer(packet.position, UNREADABLE, wrong[packet.position][0])
        if packet.position in wrong
        else ComparedAnswer(
            packet.position, _comparison(answers.get(packet.position), packet.seq, responses[packet.position])
        )
        for packet in file.packets
    ]
    state = held.state_at(now)
    refused = None if state in (OPEN, EXPIRED) else over(state)
    return ComparedFile(held, state, person.name, person.login, person.unit.name, places, refused)


def import_answer_file(
    session: Session, actor: Actor, file: AnswerFile, reason: str, now: datetime
) -> SaveResult:
    """Store what can be read under its (position, seq). What comes after the deadline is kept as late.

    Again changes nothing. Raises Refused without a reason, while it is paused, once it was handed in.
    """
    facts = reason_facts(actor, reason)
    held = _sitting_of_file(session, actor, file, lock=True)
    _, wrong = readable(session, _versions(held), file.packets)
    packets = [packet for packet in file.packets if packet.position not in wrong]
    saved = save(session, actor, held.id, packets, now, person_id=held.person_id)
    facts |= {"sha256": file.sha256, "made_at": file.made_at and iso(file.made_at)}
    facts |= {"saved": len(saved.saved), "late": len(saved.late), "conflict": len(saved.conflict)}
    record_decision(session, actor, held, "answer-file", facts | {"unreadable": len(wrong)}, now)
    return saved


def _sitting_of_file(session: Session, actor: Actor, file: AnswerFile, *, lock: bool = False) -> SittingView:
    """The sitting of the file, if the actor watches over it and does not sit it."""
    held = watched_sitting(session, actor, file.sitting_id, lock=lock)
    if held.person_id != file.person_id:
        raise Refused(
            "answer_file.wrong_sitting",
            Text(
                "文件里的考生不是这次考试的考生", "The candidate in the file is not the one of this sitting"
            ),
            Text("请核对文件，由该考生重新保存", "Check the file, and have that candidate save it again"),
            status=400,
        )
    if held.person_id == actor.id:
        raise Refused(
            "answer_file.own",
            Text("不能导入自己的应急答卷", "Nobody takes in an answer file of their own"),
            Text("请交给另一位监考人员", "Give it to another invigilator"),
            status=403,
        )
    return held


def _versions(held: SittingView) -> list[int]:
    return [place.version_id for place in held.paper]


def _comparison(answer: Answer | None, seq: int, response: dict[str, Any]) -> str:
    if answer is None or (answer.seq < seq and answer.response != response):
        return NEWER
    if answer.response == response:
        return SAME
    return OTHER if answer.seq == seq else OLDER
