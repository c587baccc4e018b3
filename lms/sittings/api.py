"""The API of sitting an exam: programs and the page's own script save and submit through it."""

from datetime import datetime
from typing import cast

from flask import Blueprint, Response, jsonify, request

from lms.domain.access import Permission
from lms.domain.text.numbers import decimal_text
from lms.platform.clock import iso
from lms.sittings import receipt
from lms.sittings.answers.flags import set_flag
from lms.sittings.answers.save import SavedAnswer, save_answers
from lms.sittings.answers.updates import read_focus_changes, read_seqs, read_updates
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
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.presence import Decision, needs_recording, presence_of, record_presence
from lms.sittings.serve import ShownQuestion, serve_sitting, show_questions
from lms.sittings.start.available import AvailableExam, open_exams
from lms.sittings.start.sit import begin_sitting
from lms.web import request_db
from lms.web.contract import accepts_body, returns
from lms.web.device import device_name
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.runtime import runtime

bp = Blueprint("sittings_api", __name__, url_prefix="/api/v1")

MOST_ANSWERS, MOST_OTHER = 1_200_000, 20_000
"""Bytes of a body."""
EXAM = "<int(max=2147483647):exam_id>"
SITTING = "<int(max=9007199254740991):sitting_id>"


@bp.get("/exams")
@allow(Permission.LEARN)
@returns(list[ExamOffer])
def exams() -> Response:
    """List the exams this person may sit."""
    exams = open_exams(request_db.session(), actor(), request_db.now())
    return jsonify([_exam_offer(available) for available in exams])


@bp.post(f"/exams/{EXAM}/sittings")
@allow(Permission.LEARN)
@returns(Sitting, 200, 201)
@accepts_body(Begin, MOST_OTHER)
def begin(exam_id: int, body: Begin) -> tuple[Response, int]:
    """Begin an attempt (201), or get the one that is open (200)."""
    code = body.get("access_code", "")
    begun = begin_sitting(request_db.session(), actor(), exam_id, request_db.now(), code, device_name())
    state = begun.sitting.state_at(request_db.now())
    shown = show_questions(request_db.session(), begun.sitting, language()) if state == OPEN else []
    return jsonify(_sitting_json(begun.sitting, state, shown)), 201 if begun.new else 200


@bp.get(f"/sittings/{SITTING}")
@allow(Permission.LEARN)
@returns(SittingWithAnswers)
def sitting(sitting_id: int) -> Response:
    """Send the person's sitting with its answers; the questions only while it is open."""
    served = serve_sitting(request_db.session(), actor(), sitting_id, language(), request_db.now())
    given = served.current.answers
    answer: SittingWithAnswers = {
        **_sitting_json(served.sitting, served.state, served.items),
        "answers": [_given_answer(position, given[position]) for position in sorted(given)],
        "flags": sorted(served.current.flags),
    }
    return jsonify(answer)


@bp.put(f"/sittings/{SITTING}/answers")
@allow(Permission.LEARN)
@returns(SavedAnswers)
@accepts_body(SaveAnswers, MOST_ANSWERS)
def answers(sitting_id: int, body: SaveAnswers) -> Response:
    """Save answers; what is in `saved` is on disk."""
    updates = read_updates(body["answers"])
    result = save_answers(request_db.session(), actor(), sitting_id, updates, request_db.now())
    answer: SavedAnswers = {
        **_times(result.deadline),
        "saved": _acknowledged(result.saved),
        "late": _acknowledged(result.late),
        "conflict": _acknowledged(result.conflict),
    }
    return jsonify(answer)


@bp.put(f"/sittings/{SITTING}/presence")
@allow(Permission.LEARN)
@returns(Presence)
@accepts_body(SayPresent, MOST_OTHER)
def present(sitting_id: int, body: SayPresent) -> Response:
    """Record that the browser is present and when its page was left; send the decisions made meanwhile."""
    focus_changes = read_focus_changes(body.get("focus", []))
    presence = presence_of(request_db.reading(), actor(), sitting_id)
    # A page that was open before takes back no sitting that may go on elsewhere.
    new_device = device_name() if body.get("opened", True) else ""
    if needs_recording(presence, focus_changes, new_device, request_db.now()):
        ip = request.remote_addr or ""
        record_presence(request_db.session(), presence, focus_changes, new_device, ip, request_db.now())
    sitting = presence.sitting
    answer: Presence = {
        **_times(sitting.deadline_at(request_db.now())),
        "state": sitting.state_at(request_db.now()),
        "unlimited": sitting.allowance.unlimited,
        "here": sitting.is_open_in(device_name()),
        "decisions": [_decision_json(decision) for decision in presence.decisions[-20:]],
    }
    return jsonify(answer)


@bp.put(f"/sittings/{SITTING}/flags")
@allow(Permission.LEARN)
@returns(Flag)
@accepts_body(Flag, MOST_OTHER)
def flag(sitting_id: int, body: Flag) -> Response:
    """Flag a question to come back to, or remove the flag."""
    set_flag(request_db.session(), actor(), sitting_id, body["position"], body["flagged"], request_db.now())
    return jsonify(body)


@bp.post(f"/sittings/{SITTING}/submission")
@allow(Permission.LEARN)
@returns(SubmissionReceipt, 200, 201)
@accepts_body(Submit, MOST_OTHER)
def submission(sitting_id: int, body: Submit) -> tuple[Response, int]:
    """Submit: 201 the first time, 200 with the same receipt every time after."""
    seqs = read_seqs(body.get("seqs", {}))
    result = submit_sitting(request_db.session(), actor(), sitting_id, seqs, request_db.now())
    sitting = result.sitting
    answer: SubmissionReceipt = {
        "receipt": receipt.receipt_code(sitting.receipt),
        "sha256": sitting.receipt,
        "state": sitting.state,
        "submitted_at": iso(sitting.end),
    }
    if result.missing:
        answer["missing"] = cast(list[MissingAnswer], result.missing)
    return jsonify(answer), 201 if result.new else 200


def _exam_offer(available: AvailableExam) -> ExamOffer:
    exam = available.exam
    return {
        "id": exam.id,
        "title": exam.plan.title.in_(language()),
        "opens_at": iso(exam.opens_at) if exam.opens_at else None,
        "closes_at": iso(exam.closes_at) if exam.closes_at else None,
        "duration_seconds": exam.plan.minutes * 60,
        "attempts_left": available.attempts_left,
        "open_sitting": available.open_sitting.id if available.open_sitting else None,
        "access_code": bool(exam.access_code),
    }


def _times(deadline: datetime) -> Times:
    # Read the clock now: the request may have waited for its turn, and the page sets its timer by this.
    return {"server_time": iso(runtime().clock()), "deadline": iso(deadline)}


def _sitting_json(sitting: SittingView, state: str, shown: list[ShownQuestion]) -> Sitting:
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
        "id": sitting.id,
        "exam": sitting.exam_id,
        "state": state,
        **_times(sitting.deadline_at(request_db.now())),
        "items": items,
    }


def _given_answer(position: int, answer: Answer) -> GivenAnswer:
    return {"position": position, "seq": answer.seq, "response": answer.response}


def _decision_json(decision: Decision) -> DecisionMade:
    return cast(DecisionMade, {"type": decision.type, "at": iso(decision.at), **decision.facts})


def _acknowledged(saved: list[SavedAnswer]) -> list[Acknowledged]:
    return [{"position": answer.position, "seq": answer.seq} for answer in saved]
