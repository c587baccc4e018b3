"""Deciding about sittings: who is affected, why, and then it is done; no script is needed."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.delivery import decide as deciding
from lms.delivery.doors import bp
from lms.delivery.doors.board import INVIGILATE, WATCHED, asked
from lms.delivery.doors.read import reason, whole
from lms.delivery.doors.words import DECISIONS, MEANING, REASONS, STATE_WORDS
from lms.domain.problem import Refused
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get(f"{WATCHED}/decision")
@allow(INVIGILATE)
def decision(exam_id: int) -> Response:
    """Before it is done: who is affected, and a reason."""
    do = request.args.get("do", "pause")
    chosen = None if request.args.get("who") == "shown" else _sittings(request.args.getlist("s"))
    filters = asked()
    found = deciding.choose(
        request_db.session(), actor(), exam_id, do, chosen, request_db.now(), filters.get("group", ""), filters.get("state", "")
    )  # fmt: skip
    return _page(found, do, None)


@bp.post(f"{WATCHED}/decision")
@allow(INVIGILATE)
def decided(exam_id: int) -> AnyResponse:
    """Do it."""
    do, sittings = request.form.get("do", ""), sorted(_sittings(request.form.getlist("s")))
    try:
        minutes = whole("minutes")
        count = deciding.decide(
            request_db.session(), actor(), do, sittings, minutes, reason(), request_db.now()
        )
    except Refused as refused:
        if refused.status == 404 or do not in deciding.FROM:
            raise
        request_db.close()
        found = deciding.choose(request_db.reading(), actor(), exam_id, do, set(sittings), request_db.now())
        return _page(found, do, refused)
    flash(t(f"已执行：{t(DECISIONS[do])}，{count} 人", f"Done: {t(DECISIONS[do])}, {count} people"))
    return redirect(url_for("delivery.board", exam_id=exam_id, group=asked().get("group")), 303)


def _page(found: deciding.Choice, do: str, refused: Refused | None) -> Response:
    values: dict[str, Any] = {
        "choice": found,
        "do": do,
        "name": DECISIONS[do],
        "meaning": MEANING[do],
        "reasons": [(t(text), t(text)) for text in REASONS[do]],
        "words": STATE_WORDS,
        "group": asked().get("group"),
    }
    return page("delivery/decision.html", refused.status if refused else 200, refused=refused, **values)


def _sittings(texts: list[str]) -> set[int]:
    """The numbers among them; what is none stands for nobody."""
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 16}
