"""The API of sitting an exam: programs and the page's own script save and submit through it."""

from datetime import datetime
from typing import cast

from flask import Blueprint, Response, jsonify, request

from lms.domain.access import Permission
from lms.domain.text.numbers import decimal_text
from lms.platform.clock import iso
from lms.sittings import presence, receipt, serve
from lms.sittings.answers import flags
from lms.sittings.answers.save import SavedAnswer, save
from lms.sittings.answers.updates import read_glances, read_seqs, read_updates
from lms.sittings.api_types import (
    Acknowledged,
    Begin,
    DecisionMade,
    ExamOffer,
    Flag,
    GivenAnswer,
    MissingAnswer,
    Presence,
    SaveAnswers,
    SavedAnswers,
    SayPresent,
    ShownBody,
    ShownItem,
    Sitting,
    SittingWithAnswers,
    SubmissionReceipt,
    Submit,
    Times,
)
from lms.sittings.find import OPEN, Answer, SittingView
from lms.sittings.finish.submit import submit
from lms.sittings.presence import Decision
from lms.sittings.serve import ShownQuestion
from lms.sittings.start import available
from lms.sittings.start.available import AvailableExam
from lms.sittings.start.sit import sit
from lms.web import request_db
from lms.web.contract import gives, takes
from lms.web.device import device
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.runtime import runtime

bp = Blueprint("sittings_api", __name__, url_prefix="/api/v1")

MOST_ANSWERS, MOST_ELSE = 1_200_000, 20_000
"""Bytes of a body."""
EXAM = "<int(max=2147483647):exam_id>"
SITTING = "<int(max=9007199254740991):sitting_id>"


@bp.get("/exams")
@allow(Permission.LEARN)
@gives(list[ExamOffer])
def exams() -> Response:
    """The exams this person may sit."""
    return jsonify(
        [_exam(found) for found in available.open_to(request_db.session(), actor(), request_db.now())]
    )


@bp.post(f"/exams/{EXAM}/sittings")
@allow(Permission.LEARN)
@gives(Sitting, 200, 201)
@takes(Begin, MOST_ELSE)
def begin(exam_id: int, body: Begin) -> tuple[Response, int]:
    """Begin an attempt (201), or get the one that is open (200)."""
    code = body.get("access_code", "")
    begun = sit(request_db.session(), actor(), exam_id, request_db.now(), code, device())
    state = begun.held.state_at(request_db.now())
    shown = serve.show(request_db.session(), begun.held, language()) if state == OPEN else []
    return jsonify(_sitting(begun.held, state, shown)), 201 if begun.new else 200


@bp.get(f"/sittings/{SITTING}")
@allow(Permission.LEARN)
@gives(SittingWithAnswers)
def sitting(sitting_id: int) -> Response:
    """One's sitting with its answers; the questions only while it is open."""
    found = serve.serve(request_db.session(), actor(), sitting_id, language(), request_db.now())
    given = found.current.answers
    answer: SittingWithAnswers = {
        **_sitting(found.held, found.state, found.items),
        "answers": [_given(position, given[position]) for position in sorted(given)],
        "flags": sorted(found.current.flags),
    }
    return jsonify(answer)


@bp.put(f"/sittings/{SITTING}/answers")
@allow(Permission.LEARN)
@gives(SavedAnswers)
@takes(SaveAnswers, MOST_ANSWERS)
def answers(sitting_id: int, body: SaveAnswers) -> Response:
    """Save answers; what is in `saved` is on disk."""
    packets = read_updates(body["answers"])
    found = save(request_db.session(), actor(), sitting_id, packets, request_db.now())
    answer: SavedAnswers = {
        **_times(found.deadline),
        "saved": _acks(found.saved),
        "late": _acks(found.late),
        "conflict": _acks(found.conflict),
    }
    return jsonify(answer)


@bp.put(f"/sittings/{SITTING}/presence")
@allow(Permission.LEARN)
@gives(Presence)
@takes(SayPresent, MOST_ELSE)
def present(sitting_id: int, body: SayPresent) -> Response:
    """The browser is there, and says when its page was left; what was decided meanwhile is answered."""
    glances = read_glances(body.get("focus", []))
    heard = presence.presence_of(request_db.reading(), actor(), sitting_id)
    taker = device() if body.get("opened", True) else ""  # one that was open before takes nothing back
    if presence.must_be_noted(heard, glances, taker, request_db.now()):
        ip = request.remote_addr or ""
        presence.note(request_db.session(), heard, glances, taker, ip, request_db.now())
    held = heard.held
    answer: Presence = {
        **_times(held.deadline_at(request_db.now())),
        "state": held.state_at(request_db.now()),
        "unlimited": held.allowance.unlimited,
        "here": held.is_held_by(device()),
        "decisions": [_decision(one) for one in heard.decisions[-20:]],
    }
    return jsonify(answer)


@bp.put(f"/sittings/{SITTING}/flags")
@allow(Permission.LEARN)
@gives(Flag)
@takes(Flag, MOST_ELSE)
def flag(sitting_id: int, body: Flag) -> Response:
    """Mark a question to come back to, or take the mark away."""
    flags.flag(request_db.session(), actor(), sitting_id, body["position"], body["flagged"], request_db.now())
    return jsonify(body)


@bp.post(f"/sittings/{SITTING}/submission")
@allow(Permission.LEARN)
@gives(SubmissionReceipt, 200, 201)
@takes(Submit, MOST_ELSE)
def submission(sitting_id: int, body: Submit) -> tuple[Response, int]:
    """Submit: 201 the first time, 200 with the same receipt ever after."""
    seqs = read_seqs(body.get("seqs", {}))
    ended = submit(request_db.session(), actor(), sitting_id, seqs, request_db.now())
    held = ended.held
    answer: SubmissionReceipt = {
        "receipt": receipt.grouped(held.receipt),
        "sha256": held.receipt,
        "state": held.state,
        "submitted_at": iso(held.end),
    }
    if ended.missing:
        answer["missing"] = cast(list[MissingAnswer], ended.missing)
    return jsonify(answer), 201 if ended.new else 200


def _exam(found: AvailableExam) -> ExamOffer:
    exam = found.exam
    return {
        "id": exam.id,
        "title": exam.plan.title.in_(language()),
        "opens_at": iso(exam.opens_at) if exam.opens_at else None,
        "closes_at": iso(exam.closes_at) if exam.closes_at else None,
        "duration_seconds": exam.plan.minutes * 60,
        "attempts_left": found.attempts_left,
        "open_sitting": found.open_sitting.id if found.open_sitting else None,
        "access_code": bool(exam.access_code),
    }


def _times(deadline: datetime) -> Times:
    # Read anew: the request may have waited for its turn, and the page sets its timer by this.
    return {"server_time": iso(runtime().clock()), "deadline": iso(deadline)}


def _sitting(held: SittingView, state: str, shown: list[ShownQuestion]) -> Sitting:
    items: list[ShownItem] = [
        {
            "position": item.position,
            "section": item.section.in_(language()),
            "kind": item.kind,
            "points": decimal_text(item.points),
            "body": cast(ShownBody, item.body),
        }
        for item in shown
    ]
    return {
        "id": held.id,
        "exam": held.exam_id,
        "state": state,
        **_times(held.deadline_at(request_db.now())),
        "items": items,
    }


def _given(position: int, answer: Answer) -> GivenAnswer:
    return {"position": position, "seq": answer.seq, "response": answer.response}


def _decision(one: Decision) -> DecisionMade:
    return cast(DecisionMade, {"type": one.type, "at": iso(one.at), **one.facts})


def _acks(acks: list[SavedAnswer]) -> list[Acknowledged]:
    return [{"position": ack.position, "seq": ack.seq} for ack in acks]
