"""The form editor: a question in the fields of its kind, with a preview that does not save."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find, history, messages, write
from lms.bank.authoring import form_fields, unfinished
from lms.bank.forms.write import BeginForm, DraftForm, NewForm, PictureForm
from lms.bank.preview import previews
from lms.bank.version_text import content_of
from lms.bank.views import bp, drafts, notices, text
from lms.bank.views.items import WRITE, kind_names
from lms.competency.find import competency_names
from lms.content.items import ItemContent
from lms.content.write_item import item_toml
from lms.domain.beijing import BEIJING
from lms.domain.problem import Problem, Refused, Text
from lms.domain.question.form_values import change_rows, drop_empty_rows
from lms.domain.question.protocol import Question
from lms.questions import stimulus_kinds
from lms.web import request_db
from lms.web.forms import QuestionForm, question_form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@dataclass(frozen=True, slots=True)
class Draft:
    """What is in the form. `item` is None for a new question; `number` is the version that is edited."""

    kind: str
    competency: str
    form: QuestionForm
    item: Any = None
    number: int = 0
    kept_id: int = 0
    """What was kept of it while it was not a question yet; 0 for nothing."""

    @property
    def is_text(self) -> bool:
        """Whether it is a text to read, which cannot itself be about a text."""
        return self.kind in stimulus_kinds()


@bp.route("/bank/new", methods=["GET", "POST"])
@allow(WRITE)
def new() -> AnyResponse:
    """Ask for the competency and the kind, then show the form of that kind."""
    names = competency_names(request_db.reading())
    if request.method != "POST":
        return _begin(BeginForm(request.args).with_options(names, kind_names()))
    chosen = NewForm().with_options(names, kind_names())
    if not chosen.validate():
        return page("bank/new.html", chosen.status_code, form=chosen)
    kind = chosen.kind.data
    draft = Draft(kind, chosen.competency.data, question_form(form_fields.form_of(kind)))
    return respond(draft)


def _begin(chosen: BeginForm) -> AnyResponse:
    is_sent = chosen.competency.data or chosen.kind.data
    if not is_sent or not chosen.validate():
        return page("bank/new.html", chosen.status_code, form=chosen)
    kind, competency = chosen.kind.data, chosen.competency.data
    today = request_db.now().astimezone(BEIJING).date()
    values = form_fields.initial_values(kind, today, _previous(chosen.like.data, competency))
    if chosen.case.data:
        values["case"] = chosen.case.data
    return show(Draft(kind, competency, question_form(form_fields.form_of(kind), values)))


def _previous(item_id: int | None, competency: str) -> ItemContent | None:
    """Return the question just written, whose source and level the next one shares."""
    if not item_id:
        return None
    item, newest = find.item_and_newest(request_db.reading(), actor(), item_id)
    return content_of(item, newest) if newest.competency_id == competency else None


def _create(draft: Draft) -> AnyResponse:
    try:
        item = write.create(request_db.session(), actor(), _content(draft), request_db.now())
    except Refused as refused:
        draft.form.refuse(refused, _FIELDS.get(refused.code, ""))
        return show(draft)
    _forget_kept(draft, item.id)
    if DraftForm().do.data == "next":
        flash(t(notices.draft_saved(item.name)))
        return redirect(_another(draft, like=item.id), 303)
    if draft.is_text:
        flash(t(notices.TEXT_CREATED))
        return redirect(url_for("bank.case", item_id=item.id), 303)
    return drafts.created(item.id)


def _another(draft: Draft, like: int | None = None) -> str:
    return url_for("bank.new", competency=draft.competency, kind=draft.kind, like=like)


def _forget_kept(draft: Draft, item_id: int) -> None:
    if draft.kept_id:
        unfinished.finish(request_db.session(), actor(), draft.kept_id, item_id, request_db.now())


_FIELDS = {"bank.name_taken": "name", "bank.no_case": "case", "bank.twin": "stem"}
"""The field that a refusal concerns, by code."""


@bp.route("/bank/<int:item_id>/edit", methods=["GET", "POST"])
@allow(WRITE)
def edit(item_id: int) -> AnyResponse:
    """Edit the newest version in its form; saving adds the next version."""
    item, newest = find.item_and_newest(request_db.reading(), actor(), item_id)
    content = content_of(item, newest)
    if not form_fields.fits_form(content):
        return redirect(url_for("bank.edit_text", item_id=item_id))
    parts = form_fields.form_of(newest.kind)
    if request.method != "POST":
        if kept := unfinished.of_item(request_db.reading(), actor(), item_id):
            return redirect(url_for("bank.unfinished", kept_id=kept.id))
        form = question_form(parts, form_fields.values_of(content))
        return show(Draft(newest.kind, newest.competency_id, form, item, item.number))
    form = question_form(parts, question_form(parts).values() | {"name": item.name})
    draft = Draft(newest.kind, newest.competency_id, form, item, DraftForm().number.data or 0)
    return respond(draft)


def respond(draft: Draft) -> AnyResponse:
    """Do what the button says; a save keeps what cannot be a draft yet, for its author to finish."""
    return _response_unless_saving(draft) or (_save(draft) if draft.item else _create(draft))


def _save(draft: Draft) -> AnyResponse:
    content = _content(draft)
    try:
        response = drafts.save(draft.item.id, draft.number, content)
    except Refused as refused:
        draft.form.refuse(refused, _FIELDS.get(refused.code, ""))
        if refused.code != "bank.stale":
            return show(draft)
    else:
        _forget_kept(draft, draft.item.id)
        return response
    newer = drafts.newer(draft.item.id, content)
    return show(replace(draft, item=newer.item, number=newer.item.number), changes=newer.changes)


def _keep(draft: Draft) -> AnyResponse:
    """Keep what is not a question yet, and list on its page what is missing."""
    item_id = draft.item.id if draft.item else 0
    typed = unfinished.Typed(draft.kind, draft.competency, draft.form.values(), item_id, draft.number)
    try:
        kept = unfinished.keep(request_db.session(), actor(), typed, request_db.now(), draft.kept_id)
    except Refused as refused:
        draft.form.refuse(refused)
        return show(draft)
    flash(t(notices.KEPT_UNFINISHED))
    if DraftForm().do.data == "next":
        return redirect(_another(draft), 303)
    return redirect(url_for("bank.unfinished", kept_id=kept.id), 303)


def _content(draft: Draft) -> ItemContent:
    """Return the question, which has been checked; without a name it gets a numbered one."""
    values = draft.form.values()
    if not values.get("name"):
        values = values | {"name": write.free_name(request_db.session(), draft.competency)}
    content = form_fields.read_content(draft.kind, values, draft.competency)
    assert not isinstance(content, list)
    return content


def _response_unless_saving(draft: Draft) -> AnyResponse | None:
    """Return the page for any button but a save, or for a save with problems; None if the draft can be saved."""
    parts, do = draft.form.parts, DraftForm().do.data or "preview"
    if do not in ("save", "next", "preview", "text"):
        changed, focus = change_rows(parts, draft.form.values(), do)
        return show(replace(draft, form=question_form(parts, changed)), focus=focus)
    if do == "preview":
        return show(draft)
    tidy = replace(draft, form=question_form(parts, drop_empty_rows(parts, draft.form.values())))
    content = _read(tidy, as_text=do == "text")
    if isinstance(content, list):
        return show(tidy) if tidy.form.failed else _keep(draft)
    if do == "text":
        form = text.form_of(item_toml(content))
        return text.editor(text.Draft(form, draft.competency, draft.item, draft.number))
    return None


def _read(draft: Draft, *, as_text: bool) -> ItemContent | list[Problem]:
    """Return the question, or what is missing or wrong in it.

    A value that cannot be read is shown at its field, with all else that is wrong; so is everything if the question
    is to be edited `as_text`, which only a whole question can be.
    """
    form, values = draft.form, draft.form.values()
    form.validate()
    named = values if values.get("name") else values | {"name": "unnamed"}
    content = form_fields.read_content(draft.kind, named, draft.competency)
    problems = content if isinstance(content, list) else []
    if form.failed or (problems and as_text):
        unshown = form.not_yet_shown(problems)
        count = len(form.fields_with_errors) + len(form.by_field(unshown))
        form.refuse(messages.not_saved(count, unshown))
    return [*problems] if problems or form.failed else content


def show(draft: Draft, changes: Sequence[history.Line] = (), focus: str = "") -> Response:
    """Return the page, or the part of it that the page's script asks for."""
    request_db.close()
    part, values = request.headers.get("X-Part", ""), draft.form.values()
    question = form_fields.read_question(draft.kind, values)
    template = {"fields": "bank/fields.html", "preview": "bank/preview.html"}.get(part, "bank/form.html")
    response = page(
        template,
        200 if part else draft.form.status_code,
        draft=draft,
        form=draft.form,
        values=values,
        picture=PictureForm.for_editor(),
        previews=previews(question) if isinstance(question, Question) else [],
        rationale={"zh": values.get("rationale", ""), "en": values.get("en.rationale", "")},
        missing=_by_field(draft, question) if isinstance(question, list) else [],
        to_finish=_by_field(draft, _missing(draft)) if draft.kept_id and not part else [],
        changes=changes,
        focus=focus,
        kinds=kind_names(),
        competencies=competency_names(request_db.reading()),
    )
    if focus:
        response.headers["X-Focus"] = focus
    return response


def _missing(draft: Draft) -> list[Problem]:
    return form_fields.to_finish(draft.kind, draft.form.values(), draft.competency)


def _by_field(draft: Draft, problems: list[Problem]) -> list[tuple[str, Text, list[Text]]]:
    """Return what is missing, by field; the form on the page shows no errors yet."""
    form = question_form(draft.form.parts, draft.form.values())
    form.validate()
    return form.by_field(problems)
