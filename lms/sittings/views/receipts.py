"""The receipt of a sitting that has ended: as a page, as the sealed document, as PDF."""

from base64 import b64encode

from flask import Response, jsonify, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.sittings import receipt
from lms.sittings.answers import file_key
from lms.sittings.answers.save import was_collected
from lms.sittings.find import OPEN, PAUSED, SUBMITTED, SittingView, current, own
from lms.sittings.printing.receipt_paper import print_receipt
from lms.sittings.views import SITTING, bp
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import page, pdf
from lms.web.runtime import runtime


@bp.get(f"{SITTING}/receipt")
@allow(Permission.LEARN)
def ended(sitting_id: int) -> AnyResponse:
    """The receipt; or, for a sitting whose time is up, the way to it."""
    held = own(request_db.session(), actor(), sitting_id)
    if held.state_at(request_db.now()) in (OPEN, PAUSED):
        return redirect(url_for("sittings.sitting", sitting_id=sitting_id))
    found = current(request_db.session(), sitting_id)
    code = receipt.grouped(held.receipt) if held.receipt else ""
    answered = sum(place.asks and place.number in found.answered for place in held.paper)
    return page("sittings/receipt.html", held=held, code=code, answered=answered, behind=_behind(held))


def _behind(held: SittingView) -> dict[str, str]:
    """With what the browser may send what it still holds of a sitting that ended without it; nothing if it handed in."""
    if held.state == SUBMITTED and not was_collected(request_db.session().connection(), held.id):
        return {}
    return keys(held)


def keys(held: SittingView) -> dict[str, str]:
    """Where a page sends answers, and the key with which it seals what it keeps on the computer."""
    secret = runtime().settings.secret_key
    return {"api": f"/api/v1/sittings/{held.id}", "key": b64encode(file_key.key_of(secret, held.id)).decode()}


@bp.get(f"{SITTING}/receipt.json")
@allow(Permission.LEARN)
def sealed(sitting_id: int) -> Response:
    """The sealed document, from which anyone can compute the receipt again."""
    held = own(request_db.session(), actor(), sitting_id)
    receipt.must_be_sealed(held)
    response = jsonify(receipt.proof(held, current(request_db.session(), sitting_id)))
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{held.id}.json"'
    return response


@bp.get(f"{SITTING}/receipt.pdf")
@allow(Permission.LEARN)
def receipt_paper(sitting_id: int) -> AnyResponse:
    """The receipt, to be kept on paper."""
    held = own(request_db.session(), actor(), sitting_id)
    receipt.must_be_sealed(held)
    found = current(request_db.session(), sitting_id)
    fonts = runtime().settings.extra_fonts
    return pdf(
        print_receipt(held, found, actor().name, language(), request_db.now(), fonts), f"receipt-{sitting_id}"
    )
