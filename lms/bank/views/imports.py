"""Import a file of questions: the form, the preview with its decisions, and the commit."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.forms.imports import ChoiceForm, DefaultsForm, EditQuestionForm, FactsForm, ImportForm
from lms.bank.forms.search import options_of, view_of
from lms.bank.imports import commit, decide, find, messages, review, row_view, upload
from lms.bank.imports.import_rows import problems_from_json
from lms.bank.views import bp, notices
from lms.bank.views.items import REVIEW, WRITE, kind_names
from lms.competency.find import competency_names
from lms.domain.problem import Refused, Text
from lms.formats.items import import_names, item_formats, readable
from lms.platform.files import Files
from lms.platform.jobs import job_of
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import accepts_upload, actor, allow
from lms.web.i18n import language, t
from lms.web.pages import page
from lms.web.runtime import runtime
from lms.web.urls import page_key

ID = "int(max=9007199254740991)"


@bp.get("/bank/import")
@allow(WRITE)
def import_form() -> Response:
    """Show the form for a file or a pasted text, with the defaults for its questions."""
    return _form_page(_new_form())


@bp.post("/bank/import")
@allow(WRITE)
@accepts_upload(upload.MOST_BYTES + 1_000_000)
def import_file() -> AnyResponse:
    """Read a small file at once, a larger one in a job; redirect to the preview."""
    form = _new_form()
    if form.validate():
        try:
            imported = _upload(form.uploaded_file(language()))
        except Refused as refused:
            form.refuse(refused, "file" if form.file.data else "text")
        else:
            return redirect(url_for("bank.imported", import_id=imported.id), 303)
    return _form_page(form)


def _upload(uploaded: upload.UploadedFile) -> Any:
    if upload.is_small(request_db.reading(), uploaded):
        parsed = upload.parse(request_db.reading(), uploaded)
        return upload.save_preview(request_db.session(), files(), uploaded, parsed, actor(), request_db.now())
    incoming = runtime().settings.data_dir / "incoming"
    return upload.queue(request_db.session(), incoming, uploaded, actor(), request_db.now())


def files() -> Files:
    """Return the file store of this installation."""
    return Files(runtime().settings.data_dir / "files")


def _new_form() -> ImportForm:
    form = ImportForm(level="2")
    form.competency.options = options_of(competency_names(request_db.reading()))
    form.form.options = [(name, item_formats()[name].NAME) for name in readable()]
    form.name_formats(import_names())
    return form


def _form_page(form: ImportForm) -> Response:
    request_db.close()
    return page(
        "bank/imports/import.html",
        form.status_code,
        form=form,
        imports=find.latest_imports(request_db.reading(), actor()),
    )


@bp.get(f"/bank/imports/<{ID}:import_id>")
@allow(WRITE, REVIEW)
def imported(import_id: int) -> Response:
    """Show the preview; while the file is read, the progress, and after the commit, the outcome."""
    return import_page(import_id)


def import_page(import_id: int, sent: Form | None = None) -> Response:
    """Return the page of an import; `sent` is the form on it that was refused."""
    request_db.close()
    session, view = request_db.reading(), view_of(request.args)
    imported = find.visible_import(session, actor(), import_id)
    rows, after = find.rows_page(session, imported, view, page_key(request.args.get("after")))
    counts = find.row_counts(session, imported)
    job = (
        job_of(session, actor().id, imported.job_id, "bank.import_read", "bank.import_commit")
        if imported.job_id
        else None
    )
    return page(
        "bank/imports/imported.html",
        sent.status_code if sent else 200,
        sent=sent,
        defaults=sent if isinstance(sent, DefaultsForm) else _defaults_of(imported),
        imported=imported,
        mine=imported.by_id in (None, actor().id) and actor().may(WRITE),
        job=job,
        problems=problems_from_json(imported.problems),
        view=view,
        row_views=row_view.row_views(session, imported, rows),
        after=after,
        started=bool(request.args.get("after")),
        states=_by_state(counts),
        outcomes=find.outcome_counts(counts),
        undecided=counts.get(("doubtful", ""), 0),
        item_states=review.count_by_state(session, imported),
        incomplete=review.count_incomplete(session, imported),
        kinds=kind_names(),
        competencies=competency_names(session),
        formats={name: form.NAME for name, form in item_formats().items()},
    )


def _defaults_of(imported: Any) -> DefaultsForm:
    form = DefaultsForm(None, competency=imported.competency_id, level=imported.level, source=imported.source)
    form.competency.options = options_of(competency_names(request_db.reading()))
    return form


def _by_state(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (state, _), count in counts.items():
        sums[state] = sums.get(state, 0) + count
    return sums


@bp.post(f"/bank/imports/<{ID}:import_id>/defaults")
@allow(WRITE)
def import_defaults(import_id: int) -> AnyResponse:
    """Set the defaults; compare everything with the bank again."""
    form = DefaultsForm()
    form.competency.options = options_of(competency_names(request_db.reading()))

    def change() -> Any:
        defaults = form.competency.data, int(form.level.data), form.source.data
        return decide.set_defaults(request_db.session(), actor(), import_id, *defaults, request_db.now())

    return _change_and_show(import_id, change, messages.DEFAULTS_SET, form)


@bp.post(f"/bank/imports/<{ID}:import_id>/entries/<{ID}:position>/choice")
@allow(WRITE)
def import_choice(import_id: int, position: int) -> AnyResponse:
    """Choose what becomes of one question."""
    form = ChoiceForm()
    try:
        decide.choose(request_db.session(), actor(), import_id, position, form.choice.data, request_db.now())
    except Refused as refused:
        form.refuse(refused)
        return import_page(import_id, form)
    view, after = view_of({"show": form.show.data}), page_key(form.after.data)
    back = url_for(
        "bank.imported", import_id=import_id, show=view or None, after=after or None, _anchor=f"q{position}"
    )
    return redirect(back, 303)


@bp.route(f"/bank/imports/<{ID}:import_id>/entries/<{ID}:position>", methods=["GET", "POST"])
@allow(WRITE)
def import_entry(import_id: int, position: int) -> AnyResponse:
    """Show one question to edit its text, competency, level and source."""
    if request.method != "POST":
        return _row_page(import_id, position)
    form: EditQuestionForm | FactsForm = EditQuestionForm()
    if EditQuestionForm().action.data == "facts":
        form = FactsForm()
        form.competency.options = options_of(competency_names(request_db.reading()))
    if form.validate():
        try:
            _edit_row(import_id, position, form)
        except Refused as refused:
            form.refuse(refused, "text" if isinstance(form, EditQuestionForm) else "")
        else:
            flash(t(messages.question_corrected(position)))
            back = url_for("bank.imported", import_id=import_id, after=position - 1, _anchor=f"q{position}")
            return redirect(back, 303)
    return _row_page(import_id, position, form)


def _edit_row(import_id: int, position: int, form: EditQuestionForm | FactsForm) -> None:
    if isinstance(form, EditQuestionForm):
        decide.edit_question(
            request_db.session(), actor(), import_id, position, form.text.data, request_db.now()
        )
        return
    facts = form.competency.data, int(form.level.data) if form.level.data else None, form.source.data
    decide.set_facts(request_db.session(), actor(), import_id, position, *facts, request_db.now())


def _row_page(import_id: int, position: int, sent: EditQuestionForm | FactsForm | None = None) -> Response:
    request_db.close()
    session = request_db.reading()
    imported = find.visible_import(session, actor(), import_id)
    row = find.get_row(session, imported, position)
    return page(
        "bank/imports/edit_row.html",
        sent.status_code if sent else 200,
        sent=sent,
        text=sent if isinstance(sent, EditQuestionForm) else _text_of(row),
        facts=sent if isinstance(sent, FactsForm) else _facts_of(row),
        imported=imported,
        row_view=row_view.row_views(session, imported, [row])[0],
        kinds=kind_names(),
        open=imported.state == "previewed" and imported.by_id in (None, actor().id),
    )


def _text_of(row: Any) -> EditQuestionForm:
    return EditQuestionForm(None, text=decide.text_to_edit(row))


def _facts_of(row: Any) -> FactsForm:
    form = FactsForm(None, competency=row.competency_id, level=row.level, source=row.source)
    form.competency.options = options_of(competency_names(request_db.reading()))
    return form


@bp.post(f"/bank/imports/<{ID}:import_id>/recheck")
@allow(WRITE)
def import_recheck(import_id: int) -> AnyResponse:
    """Compare with the bank as it is now."""

    def change() -> Any:
        return decide.recheck(request_db.session(), actor(), import_id, request_db.now())

    return _change_and_show(import_id, change, messages.RECHECKED)


@bp.post(f"/bank/imports/<{ID}:import_id>/commit")
@allow(WRITE)
def import_commit(import_id: int) -> AnyResponse:
    """Commit all valid questions, or none."""

    def change() -> Any:
        return commit.commit_import(request_db.session(), actor(), import_id, request_db.now())

    return _change_and_show(import_id, change, None)


@bp.post(f"/bank/imports/<{ID}:import_id>/hand-in")
@allow(WRITE)
def import_submit(import_id: int) -> AnyResponse:
    """Submit all drafts of the import for review."""

    def change() -> None:
        session, required = request_db.session(), runtime().settings.review_required
        count = review.submit_all_for_review(
            session, actor(), import_id, request_db.now(), review_required=required
        )
        flash(t(notices.submitted(count)))

    return _change_and_show(import_id, change, None)


def _change_and_show(
    import_id: int, change: Callable[[], Any], notice: Text | None, sent: Form | None = None
) -> AnyResponse:
    """Make the change; return the page of the import with the notice or the refusal."""
    form = sent or Form()
    if form.validate():
        try:
            change()
        except Refused as refused:
            form.refuse(refused)
        else:
            if notice:
                flash(t(notice))
            return redirect(url_for("bank.imported", import_id=import_id), 303)
    return import_page(import_id, form)
