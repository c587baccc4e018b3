"""GET /healthz: whether this process can work."""

from flask import Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from lms.web.guard import open_to_all
from lms.web.pages import blueprint
from lms.web.runtime import runtime

bp = blueprint("web")


@bp.get("/healthz")
@open_to_all
def healthz() -> Response:
    """Return 200 {"status":"ok"} if the database answers, else 503."""
    try:
        runtime().db.ping()
    except SQLAlchemyError:
        response = jsonify(status="no database")
        response.status_code = 503
        return response
    return jsonify(status="ok")
