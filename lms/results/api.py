"""The API of results: a candidate's own, as much of it as they may see now."""

from fractions import Fraction

from flask import Blueprint, Response, jsonify

from lms.domain.access import Permission
from lms.domain.exam.marking import Sum
from lms.domain.text.numbers import decimal_text
from lms.platform.clock import iso
from lms.results.api_types import MarkSum, SeenAnswer, SittingResult
from lms.results.view_result import Result, Score, VisibleAnswer, result_of
from lms.web import request_db
from lms.web.contract import gives
from lms.web.guard import actor, allow
from lms.web.i18n import language

bp = Blueprint("results_api", __name__, url_prefix="/api/v1")


@bp.get("/sittings/<int(max=9007199254740991):sitting_id>/result")
@allow(Permission.LEARN)
@gives(SittingResult)
def of_sitting(sitting_id: int) -> Response:
    """What this person may see of it now: nothing, the score, the marks, or the answers too."""
    return jsonify(
        _result(result_of(request_db.session(), actor(), sitting_id, language(), request_db.now()))
    )


def _result(found: Result) -> SittingResult:
    body: SittingResult = {
        "sitting": found.held.id,
        "exam": found.held.exam_id,
        "state": found.sight.state,
        "submitted_at": None if found.state == "open" else iso(found.held.end),
        "answered": found.answered,
        "questions": len(found.held.paper),
    }
    if found.score:
        _add_score(body, found.score)
    if found.sight.marks:
        body["marks"] = [
            {"position": one.position, "points": decimal_text(one.points), "mark": decimal_text(one.mark)}
            for one in found.marks
        ]
    if found.sight.answers:
        body["answers"] = [_seen(one) for one in found.answers]
    return body


def _add_score(body: SittingResult, score: Score) -> None:
    body["total"] = decimal_text(score.total)
    body["most"] = decimal_text(score.most)
    body["cut"] = decimal_text(score.cut)
    body["passed"] = score.passed
    body["competencies"] = {name: _sum(one) for name, one in score.competencies.items()}


def _sum(one: Sum) -> MarkSum:
    return {"mark": decimal_text(one.mark), "most": decimal_text(one.most)}


def _seen(one: VisibleAnswer) -> SeenAnswer:
    return {
        "position": one.shown.position,
        "kind": one.shown.kind,
        "body": one.shown.body,
        "response": one.response,
        "key": one.key,
        "rationale": one.rationale,
        "source": one.source,
        "feedback": one.feedback,
        "comment": one.comment,
        "parts": [
            {"what": step.what.in_(language()), "share": _share(step.share), "points": _share(step.points)}
            for step in one.steps
        ],
    }


def _share(value: Fraction) -> str:
    return str(value)
