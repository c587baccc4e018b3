"""One sitting as its invigilator sees it: what happened, what was decided, and late answers to accept."""

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.delivery import receipt
from lms.delivery.accept import accept
from lms.delivery.decide import FROM
from lms.delivery.doors import bp
from lms.delivery.doors.board import INVIGILATE
from lms.delivery.doors.read import ids, reason
from lms.delivery.doors.words import DECISIONS, STATE_WORDS, extra
from lms.delivery.happenings import NAMES
from lms.delivery.history import history
from lms.delivery.transcribe import may_take
from lms.domain.problem import Refused
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

WATCH = "/invigilation/sittings/<int(max=9007199254740991):watched_id>"


@bp.get(WATCH)
@allow(INVIGILATE)
def watched(watched_id: int) -> Response:
    """Everything that happened in it."""
    return _watched(watched_id, None)


@bp.post(f"{WATCH}/late")
@allow(INVIGILATE)
def accept_late(watched_id: int) -> AnyResponse:
    """Let late answers count."""
    try:
        accept(request_db.session(), actor(), watched_id, ids("position"), reason(), request_db.now())
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _watched(watched_id, refused)
    flash(t("已采纳，成绩已重新计算", "Accepted; the paper was scored anew"))
    return redirect(url_for("delivery.watched", watched_id=watched_id), 303)


def _watched(watched_id: int, refused: Refused | None) -> Response:
    found = history(request_db.reading(), actor(), watched_id)
    held = found.held
    state = held.state_at(request_db.now())
    return page(
        "delivery/watched.html",
        refused.status if refused else 200,
        refused=refused,
        history=found,
        held=held,
        state=state,
        state_word=STATE_WORDS[state],
        answered=sum(place.asks and place.number in found.current.answered for place in held.paper),
        code=receipt.grouped(held.receipt) if held.receipt else "",
        extra=extra(held.allowance),
        decisions=[(do, DECISIONS[do]) for do in FROM if state in FROM[do]],
        events=NAMES,
        may_type_in=may_take(held),
    )
