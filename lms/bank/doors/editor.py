"""The editor: a question in the fields of its kind's form, with a preview that writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import entry, find, history, write
from lms.bank.doors import bp, text
from lms.bank.doors.items import WRITE, kind_names
from lms.bank.face import faces
from lms.bank.forms import number, values
from lms.bank.wording import content_of, text_of
from lms.competency import profile
from lms.content.items import STIMULUS, ItemContent
from lms.content.write_item import item_toml
from lms.domain.beijing import BEIJING
from lms.domain.form_values import Values, change, tidy
from lms.domain.problem import Problem, Refused
from lms.domain.question import Question
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form. `item` is what find.one gives, None for a new one; `number` is the
    version begun with."""

    kind: str
    competency: str
    values: Values
    item: Any = None
    number: int = 0


@bp.route("/bank/new", methods=["GET", "POST"])
@allow(WRITE)
def new() -> AnyResponse:
    """First the kind and the competency, then the form of that kind."""
    competency, kind = request.values.get("competency", ""), request.values.get("kind", "")
    names = profile.names(request_db.reading())
    if competency not in names or kind not in kind_names():
        asked = bool(competency or kind)
        return page(
            "bank/new.html",
            400 if asked else 200,
            kinds=kind_names(),
            competencies=names,
            kind=kind,
            competency=competency,
            asked=asked,
        )
    if request.method != "POST":
        today = request_db.now().astimezone(BEIJING).date()
        begun = entry.new(kind, today, _like(competency))
        if case := request.args.get("case", "").replace("\0", "")[:80]:
            begun["case"] = case
        return _form(Draft(kind, competency, begun))
    draft = Draft(kind, competency, values())
    return _answered(draft) or _create(draft)


def _like(competency: str) -> ItemContent | None:
    """The question just written, whose source and level the next one shares."""
    item_id = request.args.get("like", 0, type=int)
    if not item_id:
        return None
    item, newest = find.one(request_db.reading(), actor(), item_id)
    return content_of(item, newest) if newest.competency_id == competency else None


def _create(draft: Draft) -> AnyResponse:
    try:
        item = write.create(request_db.session(), actor(), _content(draft), request_db.now())
    except Refused as refused:
        return _form(draft, refused=refused)
    if request.form.get("do") == "next":
        flash(t(f"已存为草稿：{item.name}", f"Saved as a draft: {item.name}"))
        address = url_for("bank.new", competency=draft.competency, kind=draft.kind, like=item.id)
        return redirect(address, 303)
    if draft.kind == STIMULUS:
        flash(t("材料已存为草稿，请写小题", "The text is saved as a draft; write its questions"))
        return redirect(url_for("bank.case", item_id=item.id), 303)
    flash(t("已存为草稿。写好后请送审", "Saved as a draft. Hand it in for review when it is ready"))
    return redirect(url_for("bank.item", item_id=item.id), 303)


@bp.route("/bank/<int:item_id>/edit", methods=["GET", "POST"])
@allow(WRITE)
def edit(item_id: int) -> AnyResponse:
    """The newest version in its form; saving makes the next version."""
    item, newest = find.one(request_db.reading(), actor(), item_id)
    content = content_of(item, newest)
    if not entry.fits(content):
        return redirect(url_for("bank.edit_text", item_id=item_id))
    draft = Draft(newest.kind, newest.competency_id, entry.values_of(content), item, item.number)
    if request.method != "POST":
        return _form(draft)
    draft = replace(draft, values=values() | {"name": item.name}, number=number())
    return _answered(draft) or _save(draft, item_id)


def _save(draft: Draft, item_id: int) -> AnyResponse:
    content = _content(draft)
    try:
        item = write.save(request_db.session(), actor(), item_id, draft.number, content, request_db.now())
    except Refused as refused:
        stale = refused.code == "bank.stale"
        return _stale(draft, refused, content) if stale else _form(draft, refused=refused)
    flash(t(f"已存为第 {item.number} 版草稿", f"Saved as version {item.number}, a draft"))
    return redirect(url_for("bank.item", item_id=item_id), 303)


def _stale(draft: Draft, refused: Refused, content: ItemContent) -> AnyResponse:
    """What saving again would change in the newer version."""
    request_db.close()
    item, newest = find.one(request_db.reading(), actor(), draft.item.id)
    changes = history.changes(text_of(item, newest), item_toml(content))
    return _form(replace(draft, item=item, number=item.number), refused=refused, changes=changes)


def _content(draft: Draft) -> ItemContent:
    """What was found good a moment ago; without a name it is numbered now."""
    named = draft.values
    if not named.get("name"):
        named = named | {"name": write.free_name(request_db.session(), draft.competency)}
    content = entry.read(draft.kind, named, draft.competency)
    assert not isinstance(content, list)
    return content


def _answered(draft: Draft) -> AnyResponse | None:
    """The page that any button but a save leads to, or a save with problems; None if all is well."""
    do = request.form.get("do", "preview")
    if do not in ("save", "next", "preview", "text"):
        changed, focus = change(entry.form_of(draft.kind), draft.values, do)
        return _form(replace(draft, values=changed), focus=focus)
    if do == "preview":
        return _form(draft, preview=entry.question(draft.kind, draft.values))
    draft = replace(draft, values=tidy(entry.form_of(draft.kind), draft.values))
    unnamed = draft.values if draft.values.get("name") else draft.values | {"name": "unnamed"}
    found = entry.read(draft.kind, unnamed, draft.competency)
    if isinstance(found, list):
        return _form(draft, problems=found)
    if do == "text":
        return text.editor(text.Draft(item_toml(found), draft.competency, draft.item, draft.number))
    return None


def _form(
    draft: Draft,
    refused: Refused | None = None,
    problems: Sequence[Problem] = (),
    preview: Question | list[Problem] | None = None,
    changes: Sequence[history.Line] = (),
    focus: str = "",
) -> Response:
    """The page, or the part of it that the page's script asked for."""
    request_db.close()
    part = request.headers.get("X-Part", "")
    if preview is None:
        preview = entry.question(draft.kind, draft.values)
    shown = preview if isinstance(preview, Question) else None
    template = {"fields": "bank/fields.html", "preview": "bank/preview.html"}.get(part, "bank/form.html")
    answer = page(
        template,
        200 if part else refused.status if refused else 400 if problems else 200,
        draft=draft,
        form=entry.form_of(draft.kind),
        errors=entry.errors(draft.kind, draft.values, problems),
        label=lambda name: entry.label(draft.kind, name),
        rows_of=entry.rows_of,
        refused=refused,
        faces=faces(shown) if shown else [],
        rationale=_rationale(draft.values),
        wanting=entry.errors(draft.kind, draft.values, preview) if isinstance(preview, list) else {},
        changes=changes,
        focus=focus,
        asked=request.method == "POST" and request.form.get("do", "preview") == "preview",
        kinds=kind_names(),
        competencies=profile.names(request_db.reading()),
    )
    if focus:
        answer.headers["X-Focus"] = focus
    return answer


def _rationale(written: Mapping[str, str]) -> dict[str, str]:
    return {"zh": written.get("rationale", ""), "en": written.get("en.rationale", "")}
