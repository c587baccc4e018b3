"""When a sitting is not sat here and now: it is paused, over, or open in another browser."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.sittings import presence
from lms.sittings.find import OPEN, PAUSED, SittingView, own
from lms.sittings.move import move
from lms.sittings.views import SITTING, bp
from lms.web import request_db
from lms.web.device import device
from lms.web.guard import actor, allow
from lms.web.pages import page


def away(held: SittingView) -> AnyResponse | None:
    """Where its candidate has to go instead; nothing if the sitting goes on here."""
    state = held.state_at(request_db.now())
    if state == PAUSED:
        return redirect(url_for("sittings.paused", sitting_id=held.id), 303)
    if state != OPEN:
        return redirect(url_for("sittings.ended", sitting_id=held.id), 303)
    if not held.is_held_by(device()):
        return redirect(url_for("sittings.elsewhere", sitting_id=held.id), 303)
    return None


@bp.get(f"{SITTING}/paused")
@allow(Permission.LEARN)
def paused(sitting_id: int) -> AnyResponse:
    """The clock stands still: why, and how much time is left."""
    heard = presence.presence_of(request_db.session(), actor(), sitting_id)
    if heard.held.state_at(request_db.now()) != PAUSED:
        return redirect(url_for("sittings.sitting", sitting_id=sitting_id))
    reasons = [one for one in heard.decisions if one.type == "paused"]
    left = heard.held.deadline_at(request_db.now()) - request_db.now()
    return page("sittings/paused.html", held=heard.held, reason=reasons[-1], left=left)


@bp.get(f"{SITTING}/elsewhere")
@allow(Permission.LEARN)
def elsewhere(sitting_id: int) -> AnyResponse:
    """It is open in another browser: go on here?"""
    held = own(request_db.session(), actor(), sitting_id)
    if held.is_held_by(device()):
        return redirect(url_for("sittings.sitting", sitting_id=sitting_id))
    return page("sittings/elsewhere.html", held=held)


@bp.post(f"{SITTING}/here")
@allow(Permission.LEARN)
def here(sitting_id: int) -> AnyResponse:
    """Go on in this browser."""
    ip = request.remote_addr or ""
    move(request_db.session(), actor(), sitting_id, device(), ip, request_db.now())
    return redirect(url_for("sittings.sitting", sitting_id=sitting_id), 303)
