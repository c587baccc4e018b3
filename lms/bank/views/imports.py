"""Bringing a file of questions in: the form, the preview with its decisions, and the commit."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.forms.imports import ChoiceForm, DefaultsForm, FactsForm, ImportForm, MendForm
from lms.bank.forms.search import options_of, view_of
from lms.bank.imports import begin, commit, decide, find, review, show
from lms.bank.imports.entries import untold
from lms.bank.views import bp
from lms.bank.views.items import REVIEW, WRITE, kind_names
from lms.competency import profile
from lms.domain.problem import Refused
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
    """A file or a pasted text, the bank, and what the questions may not say themselves."""
    return _form(_of_form())


@bp.post("/bank/import")
@allow(WRITE)
@accepts_upload(begin.MOST_BYTES + 1_000_000)
def import_file() -> AnyResponse:
    """Reads it at once if it is small; the preview follows."""
    form = _of_form()
    if form.validate():
        try:
            imported = _taken_in(form.asked(language()))
        except Refused as refused:
            form.refuse(refused, "file" if form.file.data else "text")
        else:
            return redirect(url_for("bank.imported", import_id=imported.id), 303)
    return _form(form)


def _taken_in(asked: begin.Asked) -> Any:
    if begin.is_small(request_db.reading(), asked):
        found = begin.read(request_db.reading(), asked)
        return begin.keep(request_db.session(), files(), asked, found, actor(), request_db.now())
    incoming = runtime().settings.data_dir / "incoming"
    return begin.later(request_db.session(), incoming, asked, actor(), request_db.now())


def files() -> Files:
    """Where the files of this installation lie."""
    return Files(runtime().settings.data_dir / "files")


def _of_form() -> ImportForm:
    form = ImportForm(level="2")
    form.competency.options = options_of(profile.names(request_db.reading()))
    form.form.options = [(name, item_formats()[name].NAME) for name in readable()]
    form.name_formats(import_names())
    return form


def _form(form: ImportForm) -> Response:
    request_db.close()
    return page(
        "bank/imports/import.html",
        form.status_code,
        form=form,
        imports=find.latest(request_db.reading(), actor()),
    )


@bp.get(f"/bank/imports/<{ID}:import_id>")
@allow(WRITE, REVIEW)
def imported(import_id: int) -> Response:
    """The preview; while it is read how far that is, and afterwards what became of it."""
    return import_page(import_id)


def import_page(import_id: int, sent: Form | None = None) -> Response:
    """The page of an import; `sent` is the one of its forms that comes back."""
    request_db.close()
    session, view = request_db.reading(), view_of(request.args)
    found = find.one(session, actor(), import_id)
    entries, after = find.page(session, found, view, page_key(request.args.get("after")))
    counted = find.totals(session, found)
    job = job_of(session, actor().id, found.job_id) if found.job_id else None
    return page(
        "bank/imports/imported.html",
        sent.status_code if sent else 200,
        sent=sent,
        defaults=sent if isinstance(sent, DefaultsForm) else _defaults_of(found),
        imported=found,
        mine=found.by_id in (None, actor().id) and actor().may(WRITE),
        job=job,
        problems=untold(found.problems),
        view=view,
        shown=show.shown(session, found, entries),
        after=after,
        started=bool(request.args.get("after")),
        states=_by_state(counted),
        sums=find.going_in(counted),
        undecided=counted.get(("doubtful", ""), 0),
        standing=review.standing(session, found),
        kinds=kind_names(),
        competencies=profile.names(session),
        formats={name: form.NAME for name, form in item_formats().items()},
    )


def _defaults_of(imported: Any) -> DefaultsForm:
    form = DefaultsForm(None, competency=imported.competency_id, level=imported.level, source=imported.source)
    form.competency.options = options_of(profile.names(request_db.reading()))
    return form


def _by_state(counted: dict[tuple[str, str], int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (state, _), count in counted.items():
        sums[state] = sums.get(state, 0) + count
    return sums


@bp.post(f"/bank/imports/<{ID}:import_id>/defaults")
@allow(WRITE)
def import_defaults(import_id: int) -> AnyResponse:
    """What holds for all questions that do not say it; compares everything with the bank again."""

    form = DefaultsForm()
    form.competency.options = options_of(profile.names(request_db.reading()))

    def change() -> Any:
        said = form.competency.data, int(form.level.data), form.source.data
        return decide.set_defaults(request_db.session(), actor(), import_id, *said, request_db.now())

    return _done(import_id, change, t("已设定，并重新核对", "Set, and compared with the bank again"), form)


@bp.post(f"/bank/imports/<{ID}:import_id>/entries/<{ID}:position>/choice")
@allow(WRITE)
def import_choice(import_id: int, position: int) -> AnyResponse:
    """What becomes of one question."""
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
    """One question by itself: its text to be mended, its competency, level and source."""
    if request.method != "POST":
        return _entry_page(import_id, position)
    form: MendForm | FactsForm = MendForm()
    if MendForm().action.data == "facts":
        form = FactsForm()
        form.competency.options = options_of(profile.names(request_db.reading()))
    if form.validate():
        try:
            _put_right(import_id, position, form)
        except Refused as refused:
            form.refuse(refused, "text" if isinstance(form, MendForm) else "")
        else:
            flash(t(f"第 {position} 题已改好", f"Question {position} is corrected"))
            back = url_for("bank.imported", import_id=import_id, after=position - 1, _anchor=f"q{position}")
            return redirect(back, 303)
    return _entry_page(import_id, position, form)


def _put_right(import_id: int, position: int, form: MendForm | FactsForm) -> None:
    if isinstance(form, MendForm):
        decide.mend(request_db.session(), actor(), import_id, position, form.text.data, request_db.now())
        return
    said = form.competency.data, int(form.level.data) if form.level.data else None, form.source.data
    decide.set_facts(request_db.session(), actor(), import_id, position, *said, request_db.now())


def _entry_page(import_id: int, position: int, sent: MendForm | FactsForm | None = None) -> Response:
    request_db.close()
    session = request_db.reading()
    found = find.one(session, actor(), import_id)
    entry = find.entry(session, found, position)
    return page(
        "bank/imports/entry.html",
        sent.status_code if sent else 200,
        sent=sent,
        text=sent if isinstance(sent, MendForm) else MendForm(None, text=decide.text_to_mend(entry)),
        facts=sent if isinstance(sent, FactsForm) else _facts_of(entry),
        imported=found,
        one=show.shown(session, found, [entry])[0],
        kinds=kind_names(),
        open=found.state == "previewed" and found.by_id in (None, actor().id),
    )


def _facts_of(entry: Any) -> FactsForm:
    form = FactsForm(None, competency=entry.competency_id, level=entry.level, source=entry.source)
    form.competency.options = options_of(profile.names(request_db.reading()))
    return form


@bp.post(f"/bank/imports/<{ID}:import_id>/recheck")
@allow(WRITE)
def import_recheck(import_id: int) -> AnyResponse:
    """Compares with the bank as it is now."""

    def change() -> Any:
        return decide.recheck_own(request_db.session(), actor(), import_id, request_db.now())

    return _done(import_id, change, t("已重新核对", "Compared with the bank again"))


@bp.post(f"/bank/imports/<{ID}:import_id>/commit")
@allow(WRITE)
def import_commit(import_id: int) -> AnyResponse:
    """All good ones, or none."""

    def change() -> Any:
        return commit.commit(request_db.session(), actor(), import_id, request_db.now())

    return _done(import_id, change, "")


@bp.post(f"/bank/imports/<{ID}:import_id>/hand-in")
@allow(WRITE)
def import_hand_in(import_id: int) -> AnyResponse:
    """All drafts of the import wait for a reviewer."""

    def change() -> Any:
        required = runtime().settings.review_required
        return review.hand_in_all(
            request_db.session(), actor(), import_id, request_db.now(), review_required=required
        )

    return _done(
        import_id,
        change,
        t("已全部送审，审题人会在首页看到", "All are handed in; reviewers find them on their home page"),
    )


def _done(import_id: int, change: Callable[[], Any], words: str, sent: Form | None = None) -> AnyResponse:
    """The page of the import again, with what was done or why not."""
    form = sent or Form()
    if form.validate():
        try:
            change()
        except Refused as refused:
            form.refuse(refused)
        else:
            if words:
                flash(words)
            return redirect(url_for("bank.imported", import_id=import_id), 303)
    return import_page(import_id, form)
