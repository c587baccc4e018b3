"""The pages of a sitting that does not continue here and now: paused, over, or open in another browser."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.sittings.find import OPEN, PAUSED, SittingView, own_sitting
from lms.sittings.move import move_sitting
from lms.sittings.presence import presence_of
from lms.sittings.views import SITTING, bp
from lms.web import request_db
from lms.web.device import device_name
from lms.web.guard import actor, allow
from lms.web.pages import page


def redirect_if_unavailable(sitting: SittingView) -> AnyResponse | None:
    """Return a redirect to the page that says why the sitting does not continue here; None if it does."""
    state = sitting.state_at(request_db.now())
    if state == PAUSED:
        return redirect(url_for("sittings.paused", sitting_id=sitting.id), 303)
    if state != OPEN:
        return redirect(url_for("sittings.ended", sitting_id=sitting.id), 303)
    if not sitting.is_open_in(device_name()):
        return redirect(url_for("sittings.elsewhere", sitting_id=sitting.id), 303)
    return None


@bp.get(f"{SITTING}/paused")
@allow(Permission.LEARN)
def paused(sitting_id: int) -> AnyResponse:
    """Say why the exam is paused, and how much time is left."""
    presence = presence_of(request_db.session(), actor(), sitting_id)
    if presence.sitting.state_at(request_db.now()) != PAUSED:
        return redirect(url_for("sittings.sitting", sitting_id=sitting_id))
    pauses = [decision for decision in presence.decisions if decision.type == "paused"]
    left = presence.sitting.deadline_at(request_db.now()) - request_db.now()
    return page("sittings/paused.html", sitting=presence.sitting, pause=pauses[-1], left=left)


@bp.get(f"{SITTING}/elsewhere")
@allow(Permission.LEARN)
def elsewhere(sitting_id: int) -> AnyResponse:
    """Ask whether to continue in this browser a sitting that is open in another."""
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    if sitting.is_open_in(device_name()):
        return redirect(url_for("sittings.sitting", sitting_id=sitting_id))
    return page("sittings/elsewhere.html", sitting=sitting)


@bp.post(f"{SITTING}/here")
@allow(Permission.LEARN)
def here(sitting_id: int) -> AnyResponse:
    """Continue in this browser."""
    ip = request.remote_addr or ""
    move_sitting(request_db.session(), actor(), sitting_id, device_name(), ip, request_db.now())
    return redirect(url_for("sittings.sitting", sitting_id=sitting_id), 303)
