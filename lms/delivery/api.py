"""The API of sitting an exam: programs and the page's own script save and submit through it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from lms.delivery import flag as flagging
from lms.delivery import offer, presence, receipt, serve
from lms.delivery.find import OPEN, Held
from lms.delivery.offer import Offer
from lms.delivery.packet import read_glances, read_packets, read_seqs
from lms.delivery.save import Ack, save
from lms.delivery.serve import Served, Shown
from lms.delivery.sit import sit
from lms.delivery.submit import submit
from lms.domain.access import Permission
from lms.domain.numbers import decimal_text
from lms.platform.clock import iso
from lms.web import request_db
from lms.web.body import fields
from lms.web.device import device
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.runtime import runtime

bp = Blueprint("delivery_api", __name__, url_prefix="/api/v1")

MOST_ANSWERS, MOST_ELSE = 1_200_000, 20_000
"""Bytes of a body."""
EXAM = "<int(max=2147483647):exam_id>"
SITTING = "<int(max=9007199254740991):sitting_id>"


@bp.get("/exams")
@allow(Permission.LEARN)
def exams() -> Response:
    """The exams this person may sit."""
    return jsonify([_exam(found) for found in offer.open_to(request_db.session(), actor(), request_db.now())])


@bp.post(f"/exams/{EXAM}/sittings")
@allow(Permission.LEARN)
def begin(exam_id: int) -> tuple[Response, int]:
    """Begin an attempt (201), or get the one that is open (200)."""
    code = fields({"access_code": str}, most=MOST_ELSE).get("access_code", "")
    begun = sit(request_db.session(), actor(), exam_id, request_db.now(), code, device())
    state = begun.held.state_at(request_db.now())
    shown = serve.show(request_db.session(), begun.held, language()) if state == OPEN else []
    return jsonify(_sitting(begun.held, state, shown)), 201 if begun.new else 200


@bp.get(f"/sittings/{SITTING}")
@allow(Permission.LEARN)
def sitting(sitting_id: int) -> Response:
    """One's sitting with its answers; the questions only while it is open."""
    found = serve.serve(request_db.session(), actor(), sitting_id, language(), request_db.now())
    return jsonify(_sitting(found.held, found.state, found.items) | _answers(found))


@bp.put(f"/sittings/{SITTING}/answers")
@allow(Permission.LEARN)
def answers(sitting_id: int) -> Response:
    """Save answers; what is in `saved` is on disk."""
    packets = read_packets(fields({"answers": list}, ("answers",), MOST_ANSWERS)["answers"])
    found = save(request_db.session(), actor(), sitting_id, packets, request_db.now())
    return jsonify(
        _times(found.deadline)
        | {"saved": _acks(found.saved), "late": _acks(found.late), "conflict": _acks(found.conflict)}
    )


@bp.put(f"/sittings/{SITTING}/presence")
@allow(Permission.LEARN)
def present(sitting_id: int) -> Response:
    """The browser is there, and says when its page was left; what was decided meanwhile is answered."""
    said = fields({"focus": list, "opened": bool}, most=MOST_ELSE)
    glances = read_glances(said.get("focus", []))
    heard = presence.look(request_db.reading(), actor(), sitting_id)
    taker = device() if said.get("opened", True) else ""  # one that was open before takes nothing back
    if presence.is_news(heard, glances, taker, request_db.now()):
        ip = request.remote_addr or ""
        presence.note(request_db.session(), heard, glances, taker, ip, request_db.now())
    held = heard.held
    return jsonify(
        _times(held.deadline_at(request_db.now()))
        | {
            "state": held.state_at(request_db.now()),
            "unlimited": held.allowance.unlimited,
            "here": held.is_held_by(device()),
            "decisions": [
                {"type": one.type, "at": iso(one.at), **one.facts} for one in heard.decisions[-20:]
            ],
        }
    )


@bp.put(f"/sittings/{SITTING}/flags")
@allow(Permission.LEARN)
def flag(sitting_id: int) -> Response:
    """Mark a question to come back to, or take the mark away."""
    body = fields({"position": int, "flagged": bool}, ("position", "flagged"), MOST_ELSE)
    flagging.flag(
        request_db.session(), actor(), sitting_id, body["position"], body["flagged"], request_db.now()
    )
    return jsonify(position=body["position"], flagged=body["flagged"])


@bp.post(f"/sittings/{SITTING}/submission")
@allow(Permission.LEARN)
def submission(sitting_id: int) -> tuple[Response, int]:
    """Hand in: 201 the first time, 200 with the same receipt ever after."""
    seqs = read_seqs(fields({"seqs": dict}, most=MOST_ELSE).get("seqs", {}))
    ended = submit(request_db.session(), actor(), sitting_id, seqs, request_db.now())
    held = ended.held
    body = {
        "receipt": receipt.grouped(held.receipt),
        "sha256": held.receipt,
        "state": held.state,
        "submitted_at": iso(held.end),
    }
    return jsonify(body | ({"missing": ended.missing} if ended.missing else {})), 201 if ended.new else 200


def _exam(found: Offer) -> dict[str, Any]:
    exam = found.exam
    return {
        "id": exam.id,
        "title": exam.plan.title.in_(language()),
        "opens_at": exam.opens_at and iso(exam.opens_at),
        "closes_at": exam.closes_at and iso(exam.closes_at),
        "duration_seconds": exam.plan.minutes * 60,
        "attempts_left": found.attempts_left,
        "open_sitting": found.open_sitting and found.open_sitting.id,
        "access_code": bool(exam.access_code),
    }


def _times(deadline: datetime) -> dict[str, str]:
    # Read anew: the request may have waited for its turn, and the page sets its timer by this.
    return {"server_time": iso(runtime().clock()), "deadline": iso(deadline)}


def _sitting(held: Held, state: str, shown: list[Shown]) -> dict[str, Any]:
    items = [
        {
            "position": item.position,
            "section": item.section.in_(language()),
            "kind": item.kind,
            "points": decimal_text(item.points),
            "body": item.body,
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


def _answers(found: Served) -> dict[str, Any]:
    given = [
        {"position": position, "seq": answer.seq, "response": answer.response}
        for position, answer in sorted(found.current.answers.items())
    ]
    return {"answers": given, "flags": sorted(found.current.flags)}


def _acks(acks: list[Ack]) -> list[dict[str, int]]:
    return [{"position": ack.position, "seq": ack.seq} for ack in acks]
