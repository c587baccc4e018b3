"""A question edited as text: for what a form cannot hold, and for those who write faster so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find, history, write
from lms.bank.doors import bp
from lms.bank.doors.items import WRITE, kind_names
from lms.bank.face import faces
from lms.bank.forms import number, text
from lms.bank.start import starter
from lms.bank.wording import text_of
from lms.competency import profile
from lms.content.items import ItemContent
from lms.content.read_item import read_item
from lms.content.write_item import item_toml
from lms.domain.beijing import BEIJING
from lms.domain.problem import Problem, Refused
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import page


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the editor. `item` is what find.one gives, None for a new one; `number` is the
    version begun with."""

    text: str
    competency: str
    item: Any = None
    number: int = 0


@bp.route("/bank/new/text", methods=["GET", "POST"])
@allow(WRITE)
def new_text() -> AnyResponse:
    """An example of the kind, to be written over."""
    competency, kind = request.values.get("competency", ""), request.values.get("kind", "")
    names = profile.names(request_db.reading())
    if competency not in names or (request.method != "POST" and kind not in kind_names()):
        return redirect(url_for("bank.new"))
    if request.method != "POST":
        today = request_db.now().astimezone(BEIJING).date()
        return editor(Draft(starter(kind, language(), today), competency))
    draft = Draft(text(), competency)
    return _previewed(draft) or _create(draft)


def _create(draft: Draft) -> AnyResponse:
    content = _content(draft)
    try:
        item = write.create(request_db.session(), actor(), content, request_db.now())
    except Refused as refused:
        return editor(draft, refused=refused)
    flash(t("已存为草稿。写好后请送审", "Saved as a draft. Hand it in for review when it is ready"))
    return redirect(url_for("bank.item", item_id=item.id), 303)


@bp.route("/bank/<int:item_id>/text", methods=["GET", "POST"])
@allow(WRITE)
def edit_text(item_id: int) -> AnyResponse:
    """The newest version as text; saving makes the next version."""
    item, newest = find.one(request_db.reading(), actor(), item_id)
    draft = Draft(text_of(item, newest), newest.competency_id, item, item.number)
    if request.method != "POST":
        return editor(draft)
    draft = replace(draft, text=text(), number=number())
    return _previewed(draft) or _save(draft, item_id)


def _save(draft: Draft, item_id: int) -> AnyResponse:
    content = _content(draft)
    try:
        item = write.save(request_db.session(), actor(), item_id, draft.number, content, request_db.now())
    except Refused as refused:
        return (
            _stale(draft, refused, content)
            if refused.code == "bank.stale"
            else editor(draft, refused=refused)
        )
    flash(t(f"已存为第 {item.number} 版草稿", f"Saved as version {item.number}, a draft"))
    return redirect(url_for("bank.item", item_id=item_id), 303)


def _content(draft: Draft) -> ItemContent:
    content = read_item(draft.text, draft.competency, draft.item.name if draft.item else "")
    assert not isinstance(content, list)
    return content


def _previewed(draft: Draft) -> AnyResponse | None:
    """The page that a preview or a text with problems leads to; None if it can be saved as asked."""
    content = read_item(draft.text, draft.competency, draft.item.name if draft.item else "")
    if isinstance(content, list):
        return editor(draft, problems=content)
    return None if request.form.get("action") == "save" else editor(draft, preview=content)


def _stale(draft: Draft, refused: Refused, content: ItemContent) -> AnyResponse:
    """Both texts, and what saving again would change in the newer one."""
    assert draft.item is not None
    request_db.close()
    item, newest = find.one(request_db.reading(), actor(), draft.item.id)
    theirs = text_of(item, newest)
    changes = history.changes(theirs, item_toml(content))
    return editor(
        replace(draft, item=item, number=item.number), refused=refused, theirs=theirs, changes=changes
    )


def editor(
    draft: Draft,
    refused: Refused | None = None,
    problems: Sequence[Problem] = (),
    preview: ItemContent | None = None,
    theirs: str = "",
    changes: Sequence[history.Line] = (),
) -> AnyResponse:
    """The page with the text, and what came of it."""
    request_db.close()
    return page(
        "bank/text.html",
        refused.status if refused else 400 if problems else 200,
        draft=draft,
        lines=draft.text.split("\n"),
        refused=refused,
        problems=problems,
        preview=preview,
        faces=faces(preview.question) if preview else [],
        theirs=theirs,
        changes=changes,
        kinds=kind_names(),
        competencies=profile.names(request_db.reading()),
    )
