"""GET /api/v1/certificates: one's own certificates and their PDFs."""

from flask import Blueprint, Response, jsonify

from lms.certificates import find
from lms.certificates.views import pdf_answer
from lms.domain.access import Permission
from lms.platform.clock import iso
from lms.web import request_db
from lms.web.guard import actor, allow

bp = Blueprint("certificates_api", __name__, url_prefix="/api/v1")


@bp.get("/certificates")
@allow(Permission.LEARN)
def certificates() -> Response:
    """[{token, number, course, competency, level, issued_at, state}]"""
    return jsonify(
        [
            {
                "token": found.token,
                "number": found.number,
                "course": found.facts["course_title"],
                "competency": found.facts["competency"],
                "level": found.facts["level"],
                "issued_at": iso(found.issued_at),
                "state": found.state,
            }
            for found in find.own(request_db.session(), actor())
        ]
    )


@bp.get("/certificates/<token>.pdf")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
def pdf(token: str) -> Response:
    """The PDF, for its holder and for HR within their units."""
    return pdf_answer(find.one(request_db.session(), actor(), token))
