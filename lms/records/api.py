"""GET /api/v1/records: completion records by key, for HR within their units."""

from flask import Blueprint, Response, jsonify, request

from lms.domain.access import Permission
from lms.records import find
from lms.records.filters import filter_of
from lms.records.tell import as_json
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.urls import key_of

bp = Blueprint("records_api", __name__, url_prefix="/api/v1")


@bp.get("/records")
@allow(Permission.SEE_RECORDS)
def records() -> Response:
    """{records: […], next: cursor or null}."""
    chosen = filter_of(request.args)
    rows, after = find.page(request_db.session(), actor(), chosen, key_of(request.args.get("cursor")))
    return jsonify(records=[as_json(row) for row in rows], next=str(after) if after else None)
