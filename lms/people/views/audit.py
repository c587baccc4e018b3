"""The auditor's page: who did what, and whether the record of it holds."""

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Text
from lms.people import trail
from lms.people.forms import AuditFilter, CheckpointForm, midnight
from lms.people.views import bp
from lms.platform.audit import Break, verify
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.pages import page
from lms.web.urls import key_of

READ = Permission.READ_AUDIT


@bp.get("/audit")
@allow(READ)
def audit() -> AnyResponse:
    """Events, the newest first; what is chosen stands in the address."""
    return _trail(AuditFilter(request.args), CheckpointForm(None))


def _trail(form: AuditFilter, checkpoint: CheckpointForm) -> AnyResponse:
    rows: list[trail.Entry] = []
    before = None
    if form.validate():
        days = midnight(form.since.data), midnight(form.until.data, 1)
        key = key_of(request.args.get("before")) or None
        chosen = trail.Filter(form.login.data, form.action.data, form.object.data, *days, key)
        rows, before = trail.page(request_db.session(), actor(), chosen)
    wrong = checkpoint if checkpoint.failed else form
    return page(
        "people/audit.html",
        wrong.status_code,
        wrong=wrong,
        form=form,
        checkpoint=checkpoint,
        rows=rows,
        before=before,
        paged="before" in request.args,
    )


@bp.post("/audit/verification")
@allow(READ)
def verify_audit() -> AnyResponse:
    """Go through the whole chain, against a filed checkpoint if one is given; note that it was done."""
    form = CheckpointForm()
    if not form.validate():
        return _trail(AuditFilter(MultiDict()), form)
    filed = None if form.seq.data is None else (form.seq.data, form.hash.data.lower())
    outcome = verify(request_db.reading(), filed)
    trail.note_verification(request_db.session(), actor(), outcome, request_db.now())
    broken = trail.explain(outcome) if isinstance(outcome, Break) else None
    return page("people/audit_verified.html", outcome=outcome, broken=broken, filed=filed is not None)


bp.navigation(83, Text("审计日志", "Audit trail"), "people.audit", READ)
