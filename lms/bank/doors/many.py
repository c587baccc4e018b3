"""Many items at once: their fields and tags, or out of use because a source changed."""

import contextlib
from datetime import date

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import browse, many, usage
from lms.bank.doors import bp
from lms.bank.doors.items import REVIEW, WRITE
from lms.bank.forms import address_of, filter_of
from lms.bank.many import MOST, Change
from lms.competency import profile
from lms.domain.difficulty import difficulty_of
from lms.domain.problem import Refused
from lms.domain.text import clean
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

SHOWN = 100
"""Items that a page names; the rest it counts."""


@bp.route("/bank/bulk", methods=["GET", "POST"])
@allow(WRITE)
def bulk() -> AnyResponse:
    """Everything the filter finds: what to change, what that does, and then at once."""
    if request.method != "POST" or request.form.get("do") != "apply":
        return _bulk()
    ids = browse.every(request_db.session(), actor(), filter_of(request.form), MOST + 1)
    try:
        count = many.apply(
            request_db.session(), actor(), ids, _change(), request.form.get("seen", ""), request_db.now()
        )
    except Refused as refused:
        return _bulk(refused)
    flash(
        t(
            f"已改 {count} 题，均存为新版草稿，请送审",
            f"Changed {count} questions; each is a draft to be handed in",
        )
    )
    return redirect(url_for("bank.items", state="draft", mine=1, sort="new"), 303)


def _bulk(refused: Refused | None = None) -> Response:
    request_db.close()
    session, chosen = request_db.reading(), filter_of(request.values)
    ids = browse.every(session, actor(), chosen, MOST + 1)
    change, asked = _change(), request.method == "POST"
    found = many.preview(session, actor(), ids, change) if asked and len(ids) <= MOST else []
    changing = [one for one in found if one.fields]
    return page(
        "bank/bulk.html",
        refused.status if refused else 200,
        count=len(ids),
        most=MOST,
        chosen=chosen,
        address=address_of(chosen),
        change=change,
        asked=asked,
        found=changing[:SHOWN],
        changing=len(changing),
        seen=many.seal(found),
        refused=refused,
        competencies=profile.names(session),
    )


def _change() -> Change:
    def said(name: str) -> str:
        return clean(request.form.get(name, ""))[:500]

    def tags(name: str) -> tuple[str, ...]:
        parts = said(name).replace("，", "、").replace(",", "、").split("、")
        return tuple(part.strip() for part in parts if part.strip())

    day = None
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(said("to_checked"))
    level = said("to_level")
    return Change(
        add=tags("add"),
        remove=tags("remove"),
        area=said("to_area")[:80],
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
        source=said("to_source"),
        checked=day,
        expires=said("to_expires"),
        difficulty=difficulty_of(said("to_difficulty")),
    )


@bp.route("/bank/pull", methods=["GET", "POST"])
@allow(WRITE, REVIEW)
def pull() -> AnyResponse:
    """The items that rest on a source that has changed: where they sat, and all out of use by one action."""
    if request.method != "POST":
        return _pull()
    ids = [
        int(id_)
        for id_ in request.form.getlist("item")[:MOST]
        if id_.isascii() and id_.isdigit() and len(id_) < 18
    ]
    try:
        count = many.pull(
            request_db.session(), actor(), ids, request.form.get("reason", ""), request_db.now()
        )
    except Refused as refused:
        return _pull(refused, ids)
    flash(t(f"已停用 {count} 题，不再抽到", f"{count} questions are out of use and drawn no more"))
    return redirect(url_for("bank.pull", source=request.form.get("source", "")), 303)


def _pull(refused: Refused | None = None, ticked: list[int] | None = None) -> Response:
    request_db.close()
    session, chosen = request_db.reading(), filter_of({"source": request.values.get("source", "")})
    ids = browse.every(session, actor(), chosen, MOST) if chosen.source else []
    rows = [row for start in range(0, min(len(ids), 500), 50) for row in browse.page(
        session, actor(), chosen, str(ids[start - 1]) if start else "")[0]]  # fmt: skip
    found = usage.exams(session, list(many.versions(session, ids[:500])))
    return page(
        "bank/pull.html",
        refused.status if refused else 200,
        source=chosen.source,
        rows=rows,
        count=len(ids),
        ticked=ticked,
        exams=found,
        exposure=usage.exposure(found),
        refused=refused,
        reason=request.form.get("reason", ""),
        competencies=profile.names(session),
    )
