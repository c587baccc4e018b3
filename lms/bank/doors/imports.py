"""Bringing a file of questions in: the form, the preview with its decisions, and the commit."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.doors import bp
from lms.bank.doors.items import REVIEW, WRITE, kind_names
from lms.bank.forms import asked_import, defaults, facts, view_of
from lms.bank.intake import begin, commit, decide, find, review, show
from lms.bank.intake.entries import untold
from lms.competency import profile
from lms.domain.problem import Refused
from lms.formats.items import item_formats, readable
from lms.platform.files import Files
from lms.platform.jobs import of_owner
from lms.web import request_db
from lms.web.guard import actor, allow, receives
from lms.web.i18n import t
from lms.web.pages import page
from lms.web.runtime import runtime
from lms.web.urls import key_of

ID = "int(max=9007199254740991)"


@bp.get("/bank/import")
@allow(WRITE)
def import_form() -> Response:
    """A file or a pasted text, the bank, and what the questions may not say themselves."""
    return _form()


@bp.post("/bank/import")
@allow(WRITE)
@receives(begin.MOST_BYTES + 1_000_000)
def import_file() -> AnyResponse:
    """Reads it at once if it is small; the preview follows."""
    try:
        asked = asked_import(profile.names(request_db.reading()))
        if begin.is_small(request_db.reading(), asked):
            found = begin.read(request_db.reading(), asked)
            imported = begin.keep(request_db.session(), files(), asked, found, actor(), request_db.now())
        else:
            incoming = runtime().settings.data_dir / "incoming"
            imported = begin.later(request_db.session(), incoming, asked, actor(), request_db.now())
    except Refused as refused:
        return _form(refused)
    return redirect(url_for("bank.imported", import_id=imported.id), 303)


def files() -> Files:
    """Where the files of this installation lie."""
    return Files(runtime().settings.data_dir / "files")


def _form(refused: Refused | None = None) -> Response:
    request_db.close()
    session = request_db.reading()
    return page(
        "bank/import.html",
        refused.status if refused else 200,
        refused=refused,
        competencies=profile.names(session),
        formats={name: item_formats()[name].NAME for name in readable()},
        given=request.form,
        imports=find.latest(session, actor()),
    )


@bp.get(f"/bank/imports/<{ID}:import_id>")
@allow(WRITE, REVIEW)
def imported(import_id: int) -> Response:
    """The preview; while it is read how far that is, and afterwards what became of it."""
    return import_page(import_id)


def import_page(import_id: int, refused: Refused | None = None) -> Response:
    """The page of an import, also with the refusal of what was asked on it."""
    request_db.close()
    session, view = request_db.reading(), view_of(request.args)
    found = find.one(session, actor(), import_id)
    entries, after = find.page(session, found, view, key_of(request.args.get("after")))
    counted = find.totals(session, found)
    job = of_owner(session, actor().id, found.job_id) if found.job_id else None
    return page(
        "bank/imported.html",
        refused.status if refused else 200,
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
        refused=refused,
    )


def _by_state(counted: dict[tuple[str, str], int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (state, _), count in counted.items():
        sums[state] = sums.get(state, 0) + count
    return sums


@bp.post(f"/bank/imports/<{ID}:import_id>/defaults")
@allow(WRITE)
def import_defaults(import_id: int) -> AnyResponse:
    """What holds for all questions that do not say it; compares everything with the bank again."""

    def change() -> Any:
        return decide.set_defaults(request_db.session(), actor(), import_id, *defaults(), request_db.now())

    return _done(import_id, change, t("已设定，并重新核对", "Set, and compared with the bank again"))


@bp.post(f"/bank/imports/<{ID}:import_id>/entries/<{ID}:position>/choice")
@allow(WRITE)
def import_choice(import_id: int, position: int) -> AnyResponse:
    """What becomes of one question."""
    choice = request.form.get("choice", "")
    try:
        decide.choose(request_db.session(), actor(), import_id, position, choice, request_db.now())
    except Refused as refused:
        return import_page(import_id, refused)
    view, after = view_of(request.form), key_of(request.form.get("after"))
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
    text = request.form.get("text", "").replace("\r\n", "\n")
    try:
        if request.form.get("action") == "facts":
            decide.set_facts(request_db.session(), actor(), import_id, position, *facts(), request_db.now())
        else:
            decide.mend(request_db.session(), actor(), import_id, position, text, request_db.now())
    except Refused as refused:
        return _entry_page(import_id, position, refused, text)
    flash(t(f"第 {position} 题已改好", f"Question {position} is mended"))
    return redirect(
        url_for("bank.imported", import_id=import_id, after=position - 1, _anchor=f"q{position}"), 303
    )


def _entry_page(import_id: int, position: int, refused: Refused | None = None, text: str = "") -> Response:
    request_db.close()
    session = request_db.reading()
    found = find.one(session, actor(), import_id)
    entry = find.entry(session, found, position)
    return page(
        "bank/import_entry.html",
        refused.status if refused else 200,
        imported=found,
        one=show.shown(session, found, [entry])[0],
        text=text or decide.text_to_mend(entry),
        refused=refused,
        kinds=kind_names(),
        competencies=profile.names(session),
        open=found.state == "previewed" and found.by_id in (None, actor().id),
    )


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


def _done(import_id: int, change: Any, words: str) -> AnyResponse:
    """The page of the import again, with what was done or why not."""
    try:
        change()
    except Refused as refused:
        return import_page(import_id, refused)
    if words:
        flash(words)
    return redirect(url_for("bank.imported", import_id=import_id), 303)
