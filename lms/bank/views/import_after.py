"""What becomes of a preview: thrown away, reviewed together, taken back; and its file, as it was and with marks."""

from flask import Response, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.forms.imports import ApproveForm
from lms.bank.imports import annotate, discard, find, review, undo
from lms.bank.preview import previews
from lms.bank.views import bp
from lms.bank.views.imports import ID, files, import_page
from lms.bank.views.items import REVIEW, WRITE, kind_names
from lms.domain.problem import Refused, Text, not_found
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
    """Its questions that wait for the reader's review, each in full, to be ticked."""
    return _review(import_id, ApproveForm(None))


@bp.post(f"/bank/imports/<{ID}:import_id>/review")
@allow(REVIEW)
def import_approve(import_id: int) -> AnyResponse:
    """Approves those that are ticked, all or none."""
    form = ApproveForm()
    if form.validate():
        try:
            many = review.approve_many(
                request_db.session(), actor(), import_id, form.item.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(f"已批准 {many} 题", f"{many} questions are approved"))
            return redirect(url_for("bank.import_review", import_id=import_id), 303)
    return _review(import_id, form)


def _review(import_id: int, form: ApproveForm) -> Response:
    request_db.close()
    session = request_db.reading()
    found = find.visible_import(session, actor(), import_id)
    rows, after = review.reviewable(session, actor(), found, page_key(request.args.get("after")))
    return page(
        "bank/imports/review.html",
        form.status_code,
        form=form,
        imported=found,
        rows=[(item, version, previews(restore_question(version.body))) for item, version in rows],
        after=after,
        kinds=kind_names(),
    )


@bp.get(f"/bank/imports/<{ID}:import_id>/undo")
@allow(WRITE)
def import_undo(import_id: int) -> Response:
    """What exactly undoing would do."""
    session = request_db.reading()
    found = find.visible_import(session, actor(), import_id)
    if found.state != "committed":
        return page("bank/imports/undo.html", imported=found, plan=None)
    return page("bank/imports/undo.html", imported=found, plan=undo.plan_undo(session, actor(), import_id))


@bp.post(f"/bank/imports/<{ID}:import_id>/undo")
@allow(WRITE)
def import_take_back(import_id: int) -> AnyResponse:
    """Takes it back."""
    undo.undo_import(request_db.session(), actor(), import_id, request_db.now())
    flash(t("导入已撤销", "The import is undone"))
    return redirect(url_for("bank.imported", import_id=import_id), 303)


@bp.post(f"/bank/imports/<{ID}:import_id>/discard")
@allow(WRITE)
def import_discard(import_id: int) -> AnyResponse:
    """Throws the preview away; what is in the bank already can only be undone."""
    try:
        discard.discard_import(request_db.session(), actor(), import_id, request_db.now())
    except Refused as refused:
        form = Form()
        form.refuse(refused)
        return import_page(import_id, form)
    flash(t("已放弃这次导入，题库没有变动", "The import is thrown away; the bank is as it was"))
    return redirect(url_for("bank.import_form"), 303)


@bp.get(f"/bank/imports/<{ID}:import_id>/file")
@allow(WRITE)
def import_original(import_id: int) -> AnyResponse:
    """The file as it was handed in; never opened in the browser."""
    found = find.visible_import(request_db.reading(), actor(), import_id)
    path = files().path(found.sha256) if found.sha256 else None
    if path is None or not path.exists():
        raise not_found(Text("文件", "file"))
    name = annotate.safe_file_name(found.file_name)
    return send_file(path.resolve(), "application/octet-stream", as_attachment=True, download_name=name)


@bp.get(f"/bank/imports/<{ID}:import_id>/marked")
@allow(WRITE)
def import_marked(import_id: int) -> AnyResponse:
    """The same file with what is wrong beside it."""
    session = request_db.reading()
    found = find.visible_import(session, actor(), import_id)
    if not found.sha256:
        raise not_found(Text("文件", "file"))
    data = files().read(found.sha256)
    made = annotate.annotated_file(found, find.all_rows(session, found), data, language())
    answer = Response(made.data, mimetype=made.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer
