"""The pages on which an exam begins and is put together: the list, a new one, its parts in order."""

import re
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.competency import profile
from lms.content.write_exam import exam_toml
from lms.domain.access import Permission
from lms.domain.problem import Refused
from lms.exams import compose, find, rearrange
from lms.exams.check import check
from lms.exams.compose import Data
from lms.exams.doors import DRAFT, bp
from lms.exams.doors.reading import both, place_of, text, version
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
    """A new exam needs a title; everything else comes later."""
    if request.method != "POST":
        return page("exams/new.html", refused=None, typed={})
    try:
        draft = compose.create(
            request_db.session(), actor(), both("title"), text("slug", 100), request_db.now()
        )
    except Refused as refused:
        request_db.close()
        return page("exams/new.html", refused.status, refused=refused, typed=request.form)
    flash(
        t("已建好草稿。先加一个部分，再往里加题", "The draft is there. Add a section, then questions to it")
    )
    return redirect(url_for("exams.draft", draft_id=draft.id), 303)


@bp.post(f"{EXAM}/draft")
@allow(COMPOSE)
def edit(exam_id: int) -> AnyResponse:
    """The draft of a published exam."""
    draft = compose.of_exam(request_db.session(), actor(), exam_id, request_db.now())
    return redirect(url_for("exams.draft", draft_id=draft.id), 303)


@bp.post(f"{EXAM}/copy")
@allow(COMPOSE)
def copy_exam(exam_id: int) -> AnyResponse:
    """Another exam that begins like this one."""
    return _copied(compose.copy_exam(request_db.session(), actor(), exam_id, request_db.now()))


@bp.post(f"{DRAFT}/copy")
@allow(COMPOSE)
def copy_draft(draft_id: int) -> AnyResponse:
    """Another exam that begins like this draft."""
    return _copied(compose.copy_draft(request_db.session(), actor(), draft_id, request_db.now()))


def _copied(draft: Any) -> AnyResponse:
    flash(
        t("已复制，下面是新的草稿，请先改名称", "Copied. This is the new draft; give it its own title first")
    )
    return redirect(url_for("exams.facts", draft_id=draft.id), 303)


@bp.get(DRAFT)
@allow(COMPOSE)
def draft(draft_id: int) -> Response:
    """The whole exam: what it consists of, what fits each part, and what is to be done next."""
    return draft_page(draft_id)


def draft_page(draft_id: int, refused: Refused | None = None) -> Response:
    """The same with the refusal of what was asked on it."""
    session = request_db.reading()
    found = compose.one(session, draft_id)
    return page(
        "exams/draft.html",
        refused.status if refused else 200,
        draft=found,
        checked=check(session, found.plan),
        exam=find.of_slug(session, found.slug),
        from_file=find.from_file(session, found.slug),
        competencies=profile.names(session),
        kinds={name: kind.NAME for name, kind in kinds().items()},
        refused=refused,
    )


@bp.post(DRAFT)
@allow(COMPOSE)
def rearrange_parts(draft_id: int) -> AnyResponse:
    """Add, move or remove a section or a part: the button says which."""
    asked = _ACT.fullmatch(request.form.get("do", ""))
    if asked is None:
        return draft_page(draft_id)
    name, *places = asked[0].split()
    where = [int(word) if word.isdigit() else word for word in places]
    anchor = f"section-{places[0]}" if places else "add-section"
    return edit_draft(draft_id, lambda plan: _ACTS[name](plan, *where), asked[0], anchor)


def edit_draft(draft_id: int, edit: Callable[[Data], Any], what: str, anchor: str) -> AnyResponse:
    """Do it and show the whole exam again; or show it with the reason why not."""
    try:
        compose.change(request_db.session(), actor(), draft_id, version(), edit, what, request_db.now())
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return draft_page(draft_id, refused)
    return redirect(url_for("exams.draft", draft_id=draft_id, _anchor=anchor), 303)


@bp.post(f"{DRAFT}/discard")
@allow(COMPOSE)
def discard(draft_id: int) -> AnyResponse:
    """Throw the draft away; what was published stays."""
    try:
        compose.discard(request_db.session(), actor(), draft_id, version(), request_db.now())
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return draft_page(draft_id, refused)
    flash(t("草稿已删除，已发布的不受影响", "The draft is gone; what was published stays"))
    return redirect(url_for("exams.exams"), 303)


@bp.get(f"{DRAFT}/export")
@allow(COMPOSE)
def export(draft_id: int) -> Response:
    """The draft as a file for question_bank/exams."""
    found = compose.one(request_db.session(), draft_id)
    response = Response(exam_toml(found.plan), mimetype="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.toml"'
    return response


def url_of(draft_id: int, where: str) -> str:
    """The page on which what a Problem names is mended."""
    place = place_of(where)
    if place is None:
        field = where.split("[")[0].replace(".", "_")
        if field == "section":
            return url_for("exams.draft", draft_id=draft_id, _anchor="add-section")
        return url_for("exams.facts", draft_id=draft_id, _anchor=field)
    number, form, nth = place
    if form:
        return url_for("exams.part", draft_id=draft_id, number=number, form=form, place=nth)
    if ".title" in where:
        return url_for("exams.section", draft_id=draft_id, number=number)
    return url_for("exams.draft", draft_id=draft_id, _anchor=f"section-{number}")


def _add_section(plan: Data) -> None:
    rearrange.add_section(plan, both("title"))


def _fix(plan: Data, number: int) -> None:
    rearrange.put(plan, number, "fixed", None, {"item": text("item", 200)})


_ACT = re.compile(
    r"add-section|(?:section-(?:up|down|remove)|fix) \d{1,3}|(?:up|down|remove) \d{1,3} (?:fixed|draw|case) \d{1,3}",
    re.ASCII,
)
_ACTS: dict[str, Callable[..., Any]] = {
    "add-section": _add_section,
    "section-up": lambda plan, n: rearrange.move(rearrange.sections(plan), n, -1),
    "section-down": lambda plan, n: rearrange.move(rearrange.sections(plan), n, 1),
    "section-remove": lambda plan, n: rearrange.remove(rearrange.sections(plan), n),
    "up": lambda plan, n, form, k: rearrange.move(rearrange.parts(plan, n, form), k, -1),
    "down": lambda plan, n, form, k: rearrange.move(rearrange.parts(plan, n, form), k, 1),
    "remove": lambda plan, n, form, k: rearrange.remove(rearrange.parts(plan, n, form), k),
    "fix": _fix,
}
