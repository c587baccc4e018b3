"""Pages of certificates: one's own, their PDFs and revocation, and the public verification."""

import json

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.certificates import find, issue, revoke, verify
from lms.certificates.forms import RevokeForm, VerifyForm
from lms.certificates.verify import Verification
from lms.domain.access import Permission
from lms.domain.problem import Text
from lms.web import request_db
from lms.web.guard import actor, allow, csrf_exempt, open_to_all
from lms.web.i18n import language
from lms.web.pages import blueprint, page
from lms.web.runtime import runtime

bp = blueprint("certificates")


@bp.get("/certificates")
@allow(Permission.LEARN)
def mine() -> Response:
    """List the reader's own certificates."""
    return page("certificates/mine.html", certificates=find.own_certificates(request_db.session(), actor()))


@bp.get("/certificates/<token>")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
def certificate(token: str) -> Response:
    """Show one certificate to its holder or to HR."""
    return _certificate_page(token, RevokeForm())


def _certificate_page(token: str, form: RevokeForm) -> Response:
    shown = find.visible_certificate(request_db.session(), actor(), token)
    may_revoke = find.may_revoke(request_db.session(), actor(), shown)
    return page(
        "certificates/certificate.html", form.status_code, certificate=shown, may_revoke=may_revoke, form=form
    )


@bp.get("/certificates/<token>.pdf")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
def pdf(token: str) -> Response:
    """Serve the PDF of one certificate."""
    return pdf_response(find.visible_certificate(request_db.session(), actor(), token))


def pdf_response(certificate) -> Response:  # type: ignore[no-untyped-def]  # a Certificate; views know no models
    """Return the PDF under the name of its number."""
    response = Response(issue.pdf(certificate, runtime().settings), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{certificate.number}.pdf"'
    return response


@bp.post("/certificates/<token>/revoke")
@allow(Permission.CORRECT_RECORDS)
def take_back(token: str) -> AnyResponse:
    """Revoke a certificate, with a reason."""
    form = RevokeForm()
    if not form.validate():
        return _certificate_page(token, form)
    revoke.revoke(request_db.session(), actor(), token, form.reason.data, request_db.now())
    return redirect(url_for("certificates.certificate", token=token), 303)


@bp.get("/verify")
@open_to_all
def verify_form() -> Response:
    """Show the form for verifying a PDF."""
    return page("certificates/verify.html", verification=None, form=VerifyForm())


@bp.post("/verify")
@csrf_exempt
@open_to_all
def verify_file() -> Response:
    """Verify a PDF; the file is not kept."""
    form = VerifyForm()
    if request.mimetype in FORMS and not form.validate():
        return page("certificates/verify.html", form.status_code, verification=None, form=form)
    data = form.file.data.read() if form.file.data else request.get_data()
    return _verdict(verify.by_file(request_db.reading(), data))


FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
"""What pages send; programs send the file itself."""


@bp.get("/verify/<token>")
@open_to_all
def verify_token(token: str) -> Response:
    """Verify the address printed on a certificate."""
    return _verdict(verify.by_token(request_db.session(), token))


def _verdict(verification: Verification) -> Response:
    status = 404 if verification.verdict == "unknown" and request.method == "GET" else 200
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        body = json.dumps(verification.as_json(language()), ensure_ascii=False)
        response = Response(body, status, mimetype="application/json")
    else:
        response = page("certificates/verify.html", status, verification=verification, form=VerifyForm(None))
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


bp.navigation(30, Text("证书", "Certificates"), "certificates.mine", Permission.LEARN)
