"""What follows a preview: discard it, review its questions, undo the import; download its file, also annotated."""

from flask import Response, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.forms.imports import ApproveForm
from lms.bank.imports import annotate, discard, find, messages, review, undo
from lms.bank.preview import previews
from lms.bank.views import bp
from lms.bank.views.imports import ID, files, import_page
from lms.bank.views.items import REVIEW, WRITE, kind_names
from lms.domain.problem import Refused
from lms.questions import restore_question
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import page
from lms.web.urls import page_key


@bp.get(f"/bank/imports/<{ID}:import_id>/review")
@allow(REVIEW)
def import_review(import_id: int) -> Response:
    """Show the questions that the reader may review, each in full, to be ticked."""
    return _review(import_id, ApproveForm(None))


@bp.post(f"/bank/imports/<{ID}:import_id>/review")
@allow(REVIEW)
def import_approve(import_id: int) -> AnyResponse:
    """Approve the ticked questions, all or none."""
    form = ApproveForm()
    if form.validate():
        try:
            count = review.approve_many(
                request_db.session(), actor(), import_id, form.item.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.approved(count)))
            return redirect(url_for("bank.import_review", import_id=import_id), 303)
    return _review(import_id, form)


def _review(import_id: int, form: ApproveForm) -> Response:
    request_db.close()
    session = request_db.reading()
    imported = find.visible_import(session, actor(), import_id)
    rows, after = review.reviewable(session, actor(), imported, page_key(request.args.get("after")))
    return page(
        "bank/imports/review.html",
        form.status_code,
        form=form,
        imported=imported,
        rows=[(item, version, previews(restore_question(version.body))) for item, version in rows],
        after=after,
        kinds=kind_names(),
    )


@bp.get(f"/bank/imports/<{ID}:import_id>/undo")
@allow(WRITE)
def import_undo(import_id: int) -> Response:
    """Show what undoing would do."""
    session = request_db.reading()
    imported = find.visible_import(session, actor(), import_id)
    if imported.state != "committed":
        return page("bank/imports/undo.html", imported=imported, plan=None)
    return page("bank/imports/undo.html", imported=imported, plan=undo.plan_undo(session, actor(), import_id))


@bp.post(f"/bank/imports/<{ID}:import_id>/undo")
@allow(WRITE)
def import_undone(import_id: int) -> AnyResponse:
    """Undo the import."""
    undo.undo_import(request_db.session(), actor(), import_id, request_db.now())
    flash(t(messages.UNDONE))
    return redirect(url_for("bank.imported", import_id=import_id), 303)


@bp.post(f"/bank/imports/<{ID}:import_id>/discard")
@allow(WRITE)
def import_discard(import_id: int) -> AnyResponse:
    """Discard the preview; a committed import can only be undone."""
    try:
        discard.discard_import(request_db.session(), actor(), import_id, request_db.now())
    except Refused as refused:
        form = Form()
        form.refuse(refused)
        return import_page(import_id, form)
    flash(t(messages.DISCARDED))
    return redirect(url_for("bank.import_form"), 303)


@bp.get(f"/bank/imports/<{ID}:import_id>/file")
@allow(WRITE)
def import_original(import_id: int) -> AnyResponse:
    """Send the file as it was uploaded, for download only."""
    imported = find.visible_import(request_db.reading(), actor(), import_id)
    path = files().path(imported.sha256) if imported.sha256 else None
    if path is None or not path.exists():
        raise messages.file_not_found()
    name = annotate.safe_file_name(imported.file_name)
    return send_file(path.resolve(), "application/octet-stream", as_attachment=True, download_name=name)


@bp.get(f"/bank/imports/<{ID}:import_id>/marked")
@allow(WRITE)
def import_marked(import_id: int) -> AnyResponse:
    """Send the file with its problems marked."""
    session = request_db.reading()
    imported = find.visible_import(session, actor(), import_id)
    if not imported.sha256:
        raise messages.file_not_found()
    data = files().read(imported.sha256)
    annotated = annotate.annotated_file(imported, find.all_rows(session, imported), data, language())
    response = Response(annotated.data, mimetype=annotated.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=annotated.name)
    return response
