"""The editor: a question in the fields of its kind's form, with a preview that writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find, history, write
from lms.bank.authoring import form_fields
from lms.bank.forms.write import BeginForm, DraftForm, NewForm, PictureForm, unsaved
from lms.bank.preview import previews
from lms.bank.version_text import content_of
from lms.bank.views import bp, drafts, text
from lms.bank.views.items import WRITE, kind_names
from lms.competency import profile
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
    """What stands in the form. `item` is what find.one gives, None for a new one; `number` is the
    version begun with."""

    kind: str
    competency: str
    form: QuestionForm
    item: Any = None
    number: int = 0

    @property
    def is_text(self) -> bool:
        """Whether it is text to read, which is about no other text."""
        return self.kind in stimulus_kinds()


@bp.route("/bank/new", methods=["GET", "POST"])
@allow(WRITE)
def new() -> AnyResponse:
    """First the kind and the competency, then the form of that kind."""
    names = profile.names(request_db.reading())
    if request.method != "POST":
        return _begin(BeginForm(request.args).of(names, kind_names()))
    about = NewForm().of(names, kind_names())
    if not about.validate():
        return page("bank/new.html", about.status_code, form=about)
    kind = about.kind.data
    draft = Draft(kind, about.competency.data, question_form(form_fields.form_of(kind)))
    return _answered(draft) or _create(draft)


def _begin(about: BeginForm) -> AnyResponse:
    asked = about.competency.data or about.kind.data
    if not asked or not about.validate():
        return page("bank/new.html", about.status_code, form=about)
    kind, competency = about.kind.data, about.competency.data
    today = request_db.now().astimezone(BEIJING).date()
    begun = form_fields.new(kind, today, _like(about.like.data, competency))
    if about.case.data:
        begun["case"] = about.case.data
    return _editor(Draft(kind, competency, question_form(form_fields.form_of(kind), begun)))


def _like(item_id: int | None, competency: str) -> ItemContent | None:
    """The question just written, whose source and level the next one shares."""
    if not item_id:
        return None
    item, newest = find.one(request_db.reading(), actor(), item_id)
    return content_of(item, newest) if newest.competency_id == competency else None


def _create(draft: Draft) -> AnyResponse:
    try:
        item = write.create(request_db.session(), actor(), _content(draft), request_db.now())
    except Refused as refused:
        draft.form.refuse(refused, _FIELDS.get(refused.code, ""))
        return _editor(draft)
    if DraftForm().do.data == "next":
        flash(t(f"已存为草稿：{item.name}", f"Saved as a draft: {item.name}"))
        address = url_for("bank.new", competency=draft.competency, kind=draft.kind, like=item.id)
        return redirect(address, 303)
    if draft.is_text:
        flash(t("材料已存为草稿，请写小题", "The text is saved as a draft; write its questions"))
        return redirect(url_for("bank.case", item_id=item.id), 303)
    return drafts.created(item.id)


_FIELDS = {"bank.name_taken": "name", "bank.no_case": "case", "bank.twin": "stem"}
"""Which field a refusal is about."""


@bp.route("/bank/<int:item_id>/edit", methods=["GET", "POST"])
@allow(WRITE)
def edit(item_id: int) -> AnyResponse:
    """The newest version in its form; saving makes the next version."""
    item, newest = find.one(request_db.reading(), actor(), item_id)
    content = content_of(item, newest)
    if not form_fields.fits(content):
        return redirect(url_for("bank.edit_text", item_id=item_id))
    parts = form_fields.form_of(newest.kind)
    if request.method != "POST":
        form = question_form(parts, form_fields.values_of(content))
        return _editor(Draft(newest.kind, newest.competency_id, form, item, item.number))
    form = question_form(parts, question_form(parts).values() | {"name": item.name})
    draft = Draft(newest.kind, newest.competency_id, form, item, DraftForm().number.data or 0)
    return _answered(draft) or _save(draft)


def _save(draft: Draft) -> AnyResponse:
    content = _content(draft)
    try:
        return drafts.save(draft.item.id, draft.number, content)
    except Refused as refused:
        draft.form.refuse(refused, _FIELDS.get(refused.code, ""))
        if refused.code != "bank.stale":
            return _editor(draft)
    newer = drafts.newer(draft.item.id, content)
    return _editor(replace(draft, item=newer.item, number=newer.item.number), changes=newer.changes)


def _content(draft: Draft) -> ItemContent:
    """What was found good a moment ago; without a name it is numbered now."""
    named = draft.form.values()
    if not named.get("name"):
        named = named | {"name": write.free_name(request_db.session(), draft.competency)}
    content = form_fields.read(draft.kind, named, draft.competency)
    assert not isinstance(content, list)
    return content


def _answered(draft: Draft) -> AnyResponse | None:
    """The page that any button but a save leads to, or a save with problems; None if all is well."""
    parts, do = draft.form.parts, DraftForm().do.data or "preview"
    if do not in ("save", "next", "preview", "text"):
        changed, focus = change_rows(parts, draft.form.values(), do)
        return _editor(replace(draft, form=question_form(parts, changed)), focus=focus)
    if do == "preview":
        return _editor(draft)
    draft = replace(draft, form=question_form(parts, drop_empty_rows(parts, draft.form.values())))
    found = _read(draft)
    if isinstance(found, list):
        return _editor(draft)
    if do == "text":
        form = text.form_of(item_toml(found))
        return text.editor(text.Draft(form, draft.competency, draft.item, draft.number))
    return None


def _read(draft: Draft) -> ItemContent | list[Problem]:
    """The question, or everything that is wrong with it, which stands at its fields then."""
    form, values = draft.form, draft.form.values()
    form.validate()
    unnamed = values if values.get("name") else values | {"name": "unnamed"}
    found = form_fields.read(draft.kind, unnamed, draft.competency)
    problems = found if isinstance(found, list) else []
    if form.failed or problems:
        unshown = form.not_yet_shown(problems)
        form.refuse(unsaved(len(form.fields_with_errors) + len(form.by_field(unshown)), unshown))
        return problems
    return found


def _editor(draft: Draft, changes: Sequence[history.Line] = (), focus: str = "") -> Response:
    """The page, or the part of it that the page's script asked for."""
    request_db.close()
    part, values = request.headers.get("X-Part", ""), draft.form.values()
    preview = form_fields.question(draft.kind, values)
    shown = preview if isinstance(preview, Question) else None
    template = {"fields": "bank/fields.html", "preview": "bank/preview.html"}.get(part, "bank/form.html")
    answer = page(
        template,
        200 if part else draft.form.status_code,
        draft=draft,
        form=draft.form,
        written=values,
        picture=PictureForm.of_editor(),
        faces=previews(shown) if shown else [],
        rationale={"zh": values.get("rationale", ""), "en": values.get("en.rationale", "")},
        wanting=_wanting(draft, preview) if isinstance(preview, list) else [],
        changes=changes,
        focus=focus,
        kinds=kind_names(),
        competencies=profile.names(request_db.reading()),
    )
    if focus:
        answer.headers["X-Focus"] = focus
    return answer


def _wanting(draft: Draft, problems: list[Problem]) -> list[tuple[Text, list[Text]]]:
    """What is still to be written before the question can be shown; the form itself is not judged yet."""
    written = question_form(draft.form.parts, draft.form.values())
    written.validate()
    return written.by_field(problems)
