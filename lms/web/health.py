"""GET /healthz: whether this process can do its work."""

from flask import Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from lms.web.guard import open_to_all
from lms.web.pages import blueprint
from lms.web.runtime import runtime

bp = blueprint("web")


@bp.get("/healthz")
@open_to_all
def healthz() -> Response:
    """200 {"status":"ok"} once the database answers, 503 otherwise."""
    try:
        runtime().db.ping()
    except SQLAlchemyError:
        response = jsonify(status="no database")
        response.status_code = 503
        return response
    return jsonify(status="ok")
