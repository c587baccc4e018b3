"""The text editor: for questions that a form cannot hold, and for authors who prefer text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find, history, write
from lms.bank.authoring.starter import starter_text
from lms.bank.forms.write import BeginForm, DraftForm, NewTextForm, TextForm
from lms.bank.preview import previews
from lms.bank.version_text import text_of
from lms.bank.views import bp, drafts
from lms.bank.views.items import WRITE, kind_names
from lms.competency.find import competency_names
from lms.content.items import ItemContent
from lms.content.read_item import read_item
from lms.domain.beijing import BEIJING
from lms.domain.problem import Refused
from lms.questions import list_kinds
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import page


@dataclass(frozen=True, slots=True)
class Draft:
    """What is in the editor. `item` is None for a new question; `number` is the version that is edited."""

    form: TextForm
    competency: str
    item: Any = None
    number: int = 0


@bp.route("/bank/new/text", methods=["GET", "POST"])
@allow(WRITE)
def new_text() -> AnyResponse:
    """Show an example of the kind to be replaced, or create the question."""
    names = competency_names(request_db.reading())
    if request.method != "POST":
        chosen = BeginForm(request.args).with_options(names, kind_names())
        if not chosen.validate():
            return redirect(url_for("bank.new"))
        today = request_db.now().astimezone(BEIJING).date()
        return editor(
            Draft(form_of(starter_text(chosen.kind.data, language(), today)), chosen.competency.data)
        )
    form = NewTextForm()
    if form.competency.data not in names:
        return redirect(url_for("bank.new"))
    draft = Draft(form, form.competency.data)
    return _response_unless_saving(draft) or _create(draft)


def form_of(text: str) -> TextForm:
    """Return a form with this text, independent of the request."""
    return TextForm(None, text=text)


def _create(draft: Draft) -> AnyResponse:
    try:
        item = write.create(request_db.session(), actor(), _content(draft), request_db.now())
    except Refused as refused:
        draft.form.refuse(refused, "text")
        return editor(draft)
    return drafts.created(item.id)


@bp.route("/bank/<int:item_id>/text", methods=["GET", "POST"])
@allow(WRITE)
def edit_text(item_id: int) -> AnyResponse:
    """Edit the newest version as text; saving adds the next version."""
    item, newest = find.item_and_newest(request_db.reading(), actor(), item_id)
    if request.method != "POST":
        return editor(Draft(form_of(text_of(item, newest)), newest.competency_id, item, item.number))
    draft = Draft(TextForm(), newest.competency_id, item, DraftForm().number.data or 0)
    return _response_unless_saving(draft) or _save(draft)


def _save(draft: Draft) -> AnyResponse:
    content = _content(draft)
    try:
        return drafts.save(draft.item.id, draft.number, content)
    except Refused as refused:
        stale = refused.code == "bank.stale"
        draft.form.refuse(refused, "" if stale else "text")
    if not stale:
        return editor(draft)
    newer = drafts.newer(draft.item.id, content)
    draft = replace(draft, item=newer.item, number=newer.item.number)
    return editor(draft, theirs=newer.text, changes=newer.changes)


def _content(draft: Draft) -> ItemContent:
    """Return the question, which has been checked."""
    content = read_item(draft.form.text.data, draft.competency, draft.item.name if draft.item else "")
    assert not isinstance(content, list)
    return content


def _response_unless_saving(draft: Draft) -> AnyResponse | None:
    """Return the page for a preview or a text with problems; None if the draft can be saved."""
    if not draft.form.validate():
        return editor(draft)
    content = read_item(draft.form.text.data, draft.competency, draft.item.name if draft.item else "")
    if isinstance(content, list):
        draft.form.show_problems(content)
        return editor(draft)
    return None if DraftForm().action.data == "save" else editor(draft, preview=content)


def editor(
    draft: Draft,
    preview: ItemContent | None = None,
    theirs: str = "",
    changes: Sequence[history.Line] = (),
) -> AnyResponse:
    """Return the page with the text and its preview, problems or differences."""
    request_db.close()
    lines = draft.form.text.shown.split("\n")
    draft.form.text.rows = max(len(lines) * 3 // 2, 16)
    return page(
        "bank/text.html",
        draft.form.status_code,
        draft=draft,
        form=draft.form,
        lines=lines,
        preview=preview,
        previews=previews(preview.question) if preview else [],
        theirs=theirs,
        changes=changes,
        kinds=kind_names(),
        listed=list_kinds(),
        competencies=competency_names(request_db.reading()),
    )
