"""The auditor's page: who did what, and whether the record of it holds."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.people import trail
from lms.people.doors import bp
from lms.people.forms import day, midnight, text, whole
from lms.platform.audit import Break, verify
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.pages import page

READ = Permission.READ_AUDIT


@bp.get("/audit")
@allow(READ)
def audit() -> AnyResponse:
    """Events, the newest first; what is chosen stands in the address."""
    refused = None
    try:
        since, until = midnight(day("since")), midnight(day("until"), 1)
    except Refused as no:
        refused, since, until = no, None, None
    chosen = trail.Filter(
        text("login", 40), text("action", 80), text("object", 200), since, until, whole("before")
    )
    rows, before = trail.page(request_db.session(), actor(), chosen)
    return page(
        "people/audit.html",
        refused.status if refused else 200,
        chosen=chosen,
        rows=rows,
        before=before,
        refused=refused,
    )


@bp.post("/audit/verification")
@allow(READ)
def verify_audit() -> AnyResponse:
    """Go through the whole chain, against a filed checkpoint if one is given; note that it was done."""
    try:
        filed = _filed()
    except Refused as refused:
        return page("people/audit_verified.html", refused.status, outcome=None, refused=refused, broken=None)
    outcome = verify(request_db.reading(), filed)
    trail.note_verification(request_db.session(), actor(), outcome, request_db.now())
    broken = trail.explain(outcome) if isinstance(outcome, Break) else None
    return page(
        "people/audit_verified.html", outcome=outcome, broken=broken, refused=None, filed=filed is not None
    )


def _filed() -> tuple[int, str] | None:
    if not request.form.get("seq") and not request.form.get("hash"):
        return None
    return trail.read_checkpoint({"seq": whole("seq"), "hash": text("hash", 80)})


bp.navigation(83, Text("审计日志", "Audit trail"), "people.audit", READ)
