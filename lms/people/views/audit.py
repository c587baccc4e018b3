"""The auditor's pages: browse the audit trail and verify it."""

from datetime import date, datetime, time, timedelta

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.people import trail
from lms.people.forms.audit import AuditFilter, CheckpointForm
from lms.people.views import bp
from lms.platform.audit import Break, verify
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.pages import page
from lms.web.urls import page_key

READ = Permission.READ_AUDIT


@bp.get("/audit")
@allow(READ)
def audit() -> AnyResponse:
    """List events, newest first; the filter is in the address."""
    return _trail_page(AuditFilter(request.args), CheckpointForm(None))


def _trail_page(form: AuditFilter, checkpoint: CheckpointForm) -> AnyResponse:
    rows: list[trail.AuditEntry] = []
    before = None
    if form.validate():
        days = _midnight(form.since.data), _midnight(form.until.data, 1)
        key = page_key(request.args.get("before")) or None
        chosen = trail.Filter(form.login.data, form.action.data, form.chosen_object, *days, key)
        rows, before = trail.page(request_db.session(), actor(), chosen)
    failed = checkpoint if checkpoint.failed else form
    return page(
        "people/audit.html",
        failed.status_code,
        failed_form=failed,
        form=form,
        checkpoint=checkpoint,
        rows=rows,
        before=before,
        paged="before" in request.args,
    )


def _midnight(day: date | None, days_later: int = 0) -> datetime | None:
    """Return when the day, or a later one, begins in Beijing."""
    return None if day is None else datetime.combine(day + timedelta(days=days_later), time(), BEIJING)


@bp.post("/audit/verification")
@allow(READ)
def verify_audit() -> AnyResponse:
    """Verify the whole chain, against a filed checkpoint if one is given, and record the verification."""
    form = CheckpointForm()
    if not form.validate():
        return _trail_page(AuditFilter(MultiDict()), form)
    filed = None if form.seq.data is None else (form.seq.data, form.hash.data.lower())
    outcome = verify(request_db.reading(), filed)
    trail.record_verification(request_db.session(), actor(), outcome, request_db.now())
    broken = trail.explain(outcome) if isinstance(outcome, Break) else None
    return page("people/audit_verified.html", outcome=outcome, broken=broken, filed=filed is not None)


bp.navigation(83, Text("审计日志", "Audit trail"), "people.audit", READ)
