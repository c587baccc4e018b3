"""One's certificates, their PDFs, their revocation, and the public page that verifies them."""

import json

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.certificates import find, issue, revoke, verify
from lms.certificates.forms import RevokeForm, VerifyForm
from lms.certificates.verify import Certified
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
    """The reader's own certificates."""
    return page("certificates/mine.html", certificates=find.own(request_db.session(), actor()))


@bp.get("/certificates/<token>")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
def certificate(token: str) -> Response:
    """One certificate, for its holder and for HR."""
    return _certificate(token, RevokeForm())


def _certificate(token: str, form: RevokeForm) -> Response:
    found = find.one(request_db.session(), actor(), token)
    may_revoke = find.may_revoke(request_db.session(), actor(), found)
    return page(
        "certificates/certificate.html", form.status_code, certificate=found, may_revoke=may_revoke, form=form
    )


@bp.get("/certificates/<token>.pdf")
@allow(Permission.LEARN, Permission.SEE_RECORDS)
def pdf(token: str) -> Response:
    """The document itself."""
    return pdf_answer(find.one(request_db.session(), actor(), token))


def pdf_answer(found) -> Response:  # type: ignore[no-untyped-def]  # a Certificate; views know no models
    """The PDF under its number's name."""
    answer = Response(issue.pdf(found, runtime().settings), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@bp.post("/certificates/<token>/revoke")
@allow(Permission.CORRECT_RECORDS)
def take_back(token: str) -> AnyResponse:
    """Revoke, with a reason."""
    form = RevokeForm()
    if not form.validate():
        return _certificate(token, form)
    revoke.revoke(request_db.session(), actor(), token, form.reason.data, request_db.now())
    return redirect(url_for("certificates.certificate", token=token), 303)


@bp.get("/verify")
@open_to_all
def verify_form() -> Response:
    """Where anybody can hand in a PDF."""
    return page("certificates/verify.html", found=None, form=VerifyForm())


@bp.post("/verify")
@csrf_exempt
@open_to_all
def verify_file() -> Response:
    """Is this file as it was issued? Nothing is kept of it."""
    form = VerifyForm()
    if request.mimetype in FORMS and not form.validate():
        return page("certificates/verify.html", form.status_code, found=None, form=form)
    data = form.file.data.read() if form.file.data else request.get_data()
    return _verdict(verify.by_file(request_db.reading(), data))


FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
"""What pages send; programs send the file itself."""


@bp.get("/verify/<token>")
@open_to_all
def verify_token(token: str) -> Response:
    """What was certified under this address."""
    return _verdict(verify.by_token(request_db.session(), token))


def _verdict(found: Certified) -> Response:
    status = 404 if found.verdict == "unknown" and request.method == "GET" else 200
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        answer = Response(
            json.dumps(found.as_json(language()), ensure_ascii=False), status, mimetype="application/json"
        )
    else:
        answer = page("certificates/verify.html", status, found=found, form=VerifyForm(None))
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


bp.navigation(30, Text("证书", "Certificates"), "certificates.mine", Permission.LEARN)
