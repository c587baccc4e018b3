"""API of results: a candidate's own result, as much of it as they may see now."""

from fractions import Fraction

from flask import Blueprint, Response, jsonify

from lms.domain.access import Permission
from lms.domain.exam.marking import Sum
from lms.domain.text.numbers import decimal_text
from lms.platform.clock import iso
from lms.results.api_types import AnswerResult, MarkSum, SittingResult
from lms.results.view_result import Result, Score, VisibleAnswer, result_of
from lms.web import request_db
from lms.web.contract import returns
from lms.web.guard import actor, allow
from lms.web.i18n import language

bp = Blueprint("results_api", __name__, url_prefix="/api/v1")


@bp.get("/sittings/<int(max=9007199254740991):sitting_id>/result")
@allow(Permission.LEARN)
@returns(SittingResult)
def of_sitting(sitting_id: int) -> Response:
    """Return what the candidate may see of the result now: its state, the score, the marks, or the answers too."""
    return jsonify(
        _result(result_of(request_db.session(), actor(), sitting_id, language(), request_db.now()))
    )


def _result(result: Result) -> SittingResult:
    body: SittingResult = {
        "sitting": result.sitting.id,
        "exam": result.sitting.exam_id,
        "state": result.visibility.state,
        "submitted_at": None if result.state == "open" else iso(result.sitting.end),
        "answered": result.answered,
        "questions": len(result.sitting.paper),
    }
    if result.score:
        _add_score(body, result.score)
    if result.visibility.marks:
        body["marks"] = [
            {"position": row.position, "points": decimal_text(row.points), "mark": decimal_text(row.mark)}
            for row in result.marks
        ]
    if result.visibility.answers:
        body["answers"] = [_answer(answer) for answer in result.answers]
    return body


def _add_score(body: SittingResult, score: Score) -> None:
    body["total"] = decimal_text(score.total)
    body["most"] = decimal_text(score.most)
    body["cut"] = decimal_text(score.cut)
    body["passed"] = score.passed
    body["competencies"] = {name: _sum(marks) for name, marks in score.competencies.items()}


def _sum(marks: Sum) -> MarkSum:
    return {"mark": decimal_text(marks.mark), "most": decimal_text(marks.most)}


def _answer(answer: VisibleAnswer) -> AnswerResult:
    return {
        "position": answer.shown.position,
        "kind": answer.shown.kind,
        "body": answer.shown.body,
        "response": answer.response,
        "key": answer.key,
        "rationale": answer.rationale,
        "source": answer.source,
        "feedback": answer.feedback,
        "comment": answer.comment,
        "parts": [
            {"what": step.what.in_(language()), "share": _share(step.share), "points": _share(step.points)}
            for step in answer.steps
        ],
    }


def _share(value: Fraction) -> str:
    return str(value)
