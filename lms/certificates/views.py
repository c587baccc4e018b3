"""Pages of certificates: one's own, their PDFs and revocation, that of a record with its certificate, and verification."""

import json
from datetime import datetime

from flask import Response, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.certificates import find, issue, messages, revoke, verify
from lms.certificates.forms import RECORD, CorrectionForm, RevokeForm, VerifyForm
from lms.certificates.record_history import steps
from lms.certificates.verify import Verification
from lms.competency.find import competency_names
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.records import withdraw
from lms.records.history import record_view
from lms.web import request_db
from lms.web.guard import actor, allow, csrf_exempt, open_to_all
from lms.web.i18n import language, t
from lms.web.pages import Task, blueprint, page
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
    return page(
        "certificates/certificate.html",
        form.status_code,
        certificate=shown,
        may_revoke=find.may_revoke(request_db.session(), actor(), shown),
        printed_address="" if runtime().settings.opens_elsewhere else runtime().settings.base_url,
        may_see_record=find.may_see_record(request_db.session(), actor(), shown),
        form=form,
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


@bp.get("/records/<int(max=9007199254740991):record_id>")
@allow(Permission.SEE_RECORDS)
def record(record_id: int) -> Response:
    """Show a completion record: what it says, where it comes from, its certificate."""
    return _record_page(record_id, CorrectionForm(None))


def _record_page(record_id: int, form: CorrectionForm) -> Response:
    session = request_db.session()
    shown = record_view(session, actor(), record_id)
    certificate = find.certificate_of(session, shown.first.id)
    form.offer(find.is_valid(certificate))
    return page(
        "certificates/record.html",
        form.status_code,
        view=shown,
        record=shown.newest,
        sitting=shown.sitting,
        certificate=certificate,
        steps=steps(session, shown, certificate),
        competencies=competency_names(session),
        form=form,
    )


@bp.post("/records/<int(max=9007199254740991):record_id>")
@allow(Permission.CORRECT_RECORDS)
def correct_record(record_id: int) -> AnyResponse:
    """Withdraw a record with its certificate, or revoke the certificate alone."""
    form, session, now = CorrectionForm(), request_db.session(), request_db.now()
    certificate = find.certificate_of(session, record_view(session, actor(), record_id).first.id)
    form.offer(find.is_valid(certificate))
    if not form.validate():
        return _record_page(record_id, form)
    if form.what.data == RECORD:
        withdraw.withdraw(session, actor(), record_id, form.reason.data, now)
        flash(t(messages.RECORD_WITHDRAWN))
    elif certificate:
        revoke.revoke(session, actor(), certificate.token, form.reason.data, now)
        flash(t(messages.CERTIFICATE_REVOKED))
    return redirect(url_for("certificates.record", record_id=record_id), 303)


@bp.get("/public-address")
@allow(Permission.OPERATE)
def public_address() -> Response:
    """Show the administrator which address certificates and mail show, and how to set it."""
    return page(
        "certificates/public_address.html",
        settings=runtime().settings,
        drawn=find.count_drawn(request_db.session()),
    )


@bp.next_tasks
def administrator_tasks(session: Session, person: Actor, now: datetime) -> list[Task]:
    """For the system administrator: set an address that others can open."""
    settings = runtime().settings
    if not person.may(Permission.OPERATE) or settings.opens_elsewhere:
        return []
    detail, button = messages.only_opens_here(settings.base_url), Text("怎样设置", "How to set it")
    return [Task(32, messages.SET_ADDRESS, detail, button, url_for("certificates.public_address"))]


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
