"""API of certificates: one's own, and PDFs."""

from typing import Annotated, TypedDict

from flask import Blueprint, Response, jsonify

from lms.certificates import find
from lms.certificates.views import pdf_response
from lms.domain.access import Permission
from lms.platform.clock import iso
from lms.platform.json_schema import InBothLanguages, Note, Time
from lms.web import request_db
from lms.web.contract import PDF, returns
from lms.web.guard import actor, allow

bp = Blueprint("certificates_api", __name__, url_prefix="/api/v1")


class OwnCertificate(TypedDict):
    """A certificate of the person who asks."""

    token: Annotated[str, Note("Names it in addresses")]
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
    """Return one's own certificates, the newest first."""
    rows: list[OwnCertificate] = [
        {
            "token": certificate.token,
            "number": certificate.number,
            "course": certificate.facts["course_title"],
            "competency": certificate.facts["competency"],
            "level": certificate.facts["level"],
            "issued_at": iso(certificate.issued_at),
            "state": certificate.state,
        }
        for certificate in find.own_certificates(request_db.session(), actor())
    ]
    return jsonify(rows)


@bp.get("/certificates/<token>.pdf")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
@returns(PDF)
def pdf(token: str) -> Response:
    """Return the PDF, for its holder and for HR within their units."""
    return pdf_response(find.visible_certificate(request_db.session(), actor(), token))
