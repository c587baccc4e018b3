"""GET /api/v1/records: completion records by key, for HR within their units."""

from flask import Blueprint, Response, jsonify, request

from lms.domain.access import Permission
from lms.platform.clock import iso
from lms.records import find
from lms.records.forms import filter_of
from lms.records.models import CompletionRecord
from lms.web import unit
from lms.web.guard import actor, allow
from lms.web.urls import key_of

bp = Blueprint("records_api", __name__, url_prefix="/api/v1")


@bp.get("/records")
@allow(Permission.SEE_RECORDS)
def records() -> Response:
    """{records: […], next: cursor or null}."""
    chosen = filter_of(request.args)
    rows, after = find.page(unit.session(), actor(), chosen, key_of(request.args.get("cursor")))
    return jsonify(records=[_row(row) for row in rows], next=str(after) if after else None)


def _row(record: CompletionRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "login": record.login,
        "name": record.name,
        "unit": record.unit_name,
        "post": record.post,
        "rank": record.rank,
        "course": record.course_slug,
        "course_title": record.course_title,
        "competency": record.competency_id,
        "level": record.level,
        "hours": str(record.hours),
        "score": None if record.score is None else str(record.score),
        "most": None if record.most is None else str(record.most),
        "completed_at": iso(record.completed_at),
        "corrects": record.corrects_id,
        "reason": record.reason,
    }
