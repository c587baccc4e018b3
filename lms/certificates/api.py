"""GET /api/v1/certificates: one's own certificates and their PDFs."""

from typing import Annotated, TypedDict

from flask import Blueprint, Response, jsonify

from lms.certificates import find
from lms.certificates.views import pdf_answer
from lms.domain.access import Permission
from lms.platform.clock import iso
from lms.platform.json_schema import InBothLanguages, Note, Time
from lms.web import request_db
from lms.web.contract import PDF, returns
from lms.web.guard import actor, allow

bp = Blueprint("certificates_api", __name__, url_prefix="/api/v1")


class OwnCertificate(TypedDict):
    """A certificate of one's own."""

    token: Annotated[str, Note("Its name in addresses")]
    number: str
    course: Annotated[InBothLanguages, Note("The title of the course")]
    competency: Annotated[InBothLanguages, Note("Its name")]
    level: int
    issued_at: Time
    state: Annotated[str, Note(enum=["valid", "revoked"])]


@bp.get("/certificates")
@allow(Permission.LEARN)
@returns(list[OwnCertificate])
def certificates() -> Response:
    """One's own certificates, the newest first."""
    answer: list[OwnCertificate] = [
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
    return jsonify(answer)


@bp.get("/certificates/<token>.pdf")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
@returns(PDF)
def pdf(token: str) -> Response:
    """The PDF, for its holder and for HR within their units."""
    return pdf_answer(find.one(request_db.session(), actor(), token))
