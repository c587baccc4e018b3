"""The pages of questions that are not finished yet: go on writing one, or discard it."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find
from lms.bank.authoring import form_fields, unfinished
from lms.bank.forms.write import DraftForm
from lms.bank.views import bp, editor, notices
from lms.bank.views.items import WRITE
from lms.web import request_db
from lms.web.forms import question_form
from lms.web.guard import actor, allow
from lms.web.i18n import t


@bp.route("/bank/unfinished/<int:kept_id>", methods=["GET", "POST"], endpoint="unfinished")
@allow(WRITE)
def write_on(kept_id: int) -> AnyResponse:
    """Show the form with what was kept and what is missing; save it as a draft once it is a question."""
    session = request_db.reading()
    kept = unfinished.get(session, actor(), kept_id)
    item = find.item_and_newest(session, actor(), kept.item_id)[0] if kept.item_id else None
    parts = form_fields.form_of(kept.kind)
    if request.method != "POST":
        form = question_form(parts, kept.fields)
        return editor.show(editor.Draft(kept.kind, kept.competency_id, form, item, kept.number, kept.id))
    named = {"name": item.name} if item else {}
    form = question_form(parts, question_form(parts).values() | named)
    number = DraftForm().number.data or 0
    return editor.respond(editor.Draft(kept.kind, kept.competency_id, form, item, number, kept.id))


@bp.post("/bank/unfinished/<int:kept_id>/discard")
@allow(WRITE)
def discard_unfinished(kept_id: int) -> AnyResponse:
    """Delete what was kept."""
    unfinished.discard(request_db.session(), actor(), kept_id, request_db.now())
    flash(t(notices.UNFINISHED_DISCARDED))
    return redirect(url_for("bank.items"), 303)
