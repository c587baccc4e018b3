"""The pages on which an exam is composed: a new one, a copy, the draft with its parts."""

import re
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.competency.find import area_names, competency_names
from lms.content.write_exam import exam_toml
from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.exams import compose, messages, published, rearrange
from lms.exams.check import check_draft
from lms.exams.compose import Data
from lms.exams.forms import DraftForm, NewExamForm, RearrangeForm
from lms.exams.views import DRAFT, bp
from lms.questions import kinds
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

COMPOSE = Permission.COMPOSE_EXAMS
EXAM = "/manage/exams/<int(max=2147483647):exam_id>"


@bp.route("/manage/exams/new", methods=["GET", "POST"])
@allow(COMPOSE)
def new() -> AnyResponse:
    """Ask for a title and create the draft; everything else comes later."""
    form = NewExamForm()
    if form.validate_on_submit():
        try:
            draft = compose.create(
                request_db.session(), actor(), form.title(), form.slug.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, "slug")
        else:
            flash(t(messages.DRAFT_CREATED))
            return redirect(url_for("exams.draft", draft_id=draft.id), 303)
    return page("exams/new.html", form.status_code, form=form)


@bp.post(f"{EXAM}/draft")
@allow(COMPOSE)
def edit(exam_id: int) -> AnyResponse:
    """Open the draft of a published exam; create it if there is none."""
    draft = compose.draft_of_exam(request_db.session(), actor(), exam_id, request_db.now())
    return redirect(url_for("exams.draft", draft_id=draft.id), 303)


@bp.post(f"{EXAM}/copy")
@allow(COMPOSE)
def copy_exam(exam_id: int) -> AnyResponse:
    """Copy a published exam into a new draft."""
    return _redirect_to_copy(compose.copy_exam(request_db.session(), actor(), exam_id, request_db.now()))


@bp.post(f"{DRAFT}/copy")
@allow(COMPOSE)
def copy_draft(draft_id: int) -> AnyResponse:
    """Copy a draft into a new one."""
    return _redirect_to_copy(compose.copy_draft(request_db.session(), actor(), draft_id, request_db.now()))


def _redirect_to_copy(draft: Any) -> AnyResponse:
    flash(t(messages.DRAFT_COPIED))
    return redirect(url_for("exams.facts", draft_id=draft.id), 303)


@bp.get(DRAFT)
@allow(COMPOSE)
def draft(draft_id: int) -> Response:
    """Show the whole draft: its parts, what matches each of them, and what is to be done next."""
    return _draft_page(draft_id, RearrangeForm(None))


@bp.post(DRAFT)
@allow(COMPOSE)
def rearrange_parts(draft_id: int) -> AnyResponse:
    """Add, move or remove a section or a part, as the button says."""
    form = RearrangeForm()
    action = _ACTION.fullmatch(form.do.data)
    if action is None:
        return _draft_page(draft_id, RearrangeForm(None))
    if form.validate():
        name, *places = action[0].split()
        try:
            change(draft_id, form, lambda plan: _ACTIONS[name](plan, form, *_numbers(places)), action[0])
        except Refused as refused:
            form.refuse(refused)
        else:
            anchor = f"section-{places[0]}" if places else "add-section"
            return redirect(url_for("exams.draft", draft_id=draft_id, _anchor=anchor), 303)
    return _draft_page(draft_id, form)


def change(draft_id: int, form: DraftForm, edit: Callable[[Data], Any], what: str) -> Any:
    """Apply an edit to the draft. Raise Refused if it is no longer as the page showed it."""
    return compose.change(
        request_db.session(), actor(), draft_id, form.version.data or 0, edit, what, request_db.now()
    )


@bp.post(f"{DRAFT}/discard")
@allow(COMPOSE)
def discard(draft_id: int) -> AnyResponse:
    """Delete the draft; what was published stays."""
    form = DraftForm()
    if form.validate():
        try:
            compose.discard(request_db.session(), actor(), draft_id, form.version.data or 0, request_db.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.DRAFT_DISCARDED))
            return redirect(url_for("exams.exams"), 303)
    return _draft_page(draft_id, RearrangeForm(None), form)


def _draft_page(draft_id: int, form: RearrangeForm, discarding: DraftForm | None = None) -> Response:
    """Render the page of a draft, with the errors of the form that was sent."""
    request_db.close()
    session = request_db.reading()
    draft = compose.get_draft(session, draft_id)
    wrong = discarding or form
    return page(
        "exams/draft.html",
        wrong.status_code,
        draft=draft,
        checked=check_draft(session, draft.plan),
        exam=published.by_slug(session, draft.slug),
        from_file=published.was_from_file(session, draft.slug),
        competencies=competencies(session),
        areas=area_names(session),
        kinds={name: kind.NAME for name, kind in kinds().items()},
        form=form,
        wrong=wrong,
    )


def competencies(session: Session) -> dict[str, Text]:
    """Return the names of the competencies, in their order."""
    return {id_: Text(name["zh"], name["en"]) for id_, name in competency_names(session).items()}


@bp.get(f"{DRAFT}/export")
@allow(COMPOSE)
def export(draft_id: int) -> Response:
    """Export the draft as a file for question_bank/exams."""
    draft = compose.get_draft(request_db.session(), draft_id)
    response = Response(exam_toml(draft.plan), mimetype="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{draft.slug}.toml"'
    return response


def _numbers(places: list[str]) -> list[int | str]:
    return [int(word) if word.isdigit() else word for word in places]


def _fix(plan: Data, form: RearrangeForm, number: int) -> None:
    rearrange.set_part(plan, number, "fixed", None, {"item": form.item.data})


_ACTION = re.compile(
    r"add-section|(?:section-(?:up|down|remove)|fix) \d{1,3}|(?:up|down|remove) \d{1,3} (?:fixed|draw|case) \d{1,3}",
    re.ASCII,
)
_ACTIONS: dict[str, Callable[..., Any]] = {
    "add-section": lambda plan, form: rearrange.add_section(plan, form.both("title")),
    "section-up": lambda plan, _, n: rearrange.move(rearrange.sections(plan), n, -1),
    "section-down": lambda plan, _, n: rearrange.move(rearrange.sections(plan), n, 1),
    "section-remove": lambda plan, _, n: rearrange.remove(rearrange.sections(plan), n),
    "up": lambda plan, _, n, form, k: rearrange.move(rearrange.parts(plan, n, form), k, -1),
    "down": lambda plan, _, n, form, k: rearrange.move(rearrange.parts(plan, n, form), k, 1),
    "remove": lambda plan, _, n, form, k: rearrange.remove(rearrange.parts(plan, n, form), k),
    "fix": _fix,
}
