"""The receipt of a sitting that has ended: a page, the sealed document, and a PDF."""

from base64 import b64encode

from flask import Response, jsonify, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.sittings import receipt
from lms.sittings.answers import file_key
from lms.sittings.answers.save import was_collected
from lms.sittings.find import OPEN, PAUSED, SUBMITTED, SittingView, current_answers, own_sitting
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
    """Show the receipt; or, for a sitting whose time is up, how to get it."""
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    if sitting.state_at(request_db.now()) in (OPEN, PAUSED):
        return redirect(url_for("sittings.sitting", sitting_id=sitting_id))
    answers = current_answers(request_db.session(), sitting_id)
    code = receipt.receipt_code(sitting.receipt) if sitting.receipt else ""
    answered = sum(p.asks and p.number in answers.answered for p in sitting.paper)
    return page(
        "sittings/receipt.html",
        sitting=sitting,
        code=code,
        answered=answered,
        unsent=_unsent_answers_values(sitting),
    )


def _unsent_answers_values(sitting: SittingView) -> dict[str, str]:
    """Return what the page needs to send answers that are still in the browser; empty if the candidate submitted."""
    if sitting.state == SUBMITTED and not was_collected(request_db.session().connection(), sitting.id):
        return {}
    return api_and_key(sitting)


def api_and_key(sitting: SittingView) -> dict[str, str]:
    """Return where a page sends answers, and the key with which it encrypts what it keeps on the computer."""
    secret = runtime().settings.secret_key
    return {
        "api": f"/api/v1/sittings/{sitting.id}",
        "key": b64encode(file_key.sitting_key(secret, sitting.id)).decode(),
    }


@bp.get(f"{SITTING}/receipt.json")
@allow(Permission.LEARN)
def sealed(sitting_id: int) -> Response:
    """Send the sealed document, from which anybody can compute the receipt again."""
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    receipt.must_be_sealed(sitting)
    response = jsonify(receipt.receipt_file(sitting, current_answers(request_db.session(), sitting_id)))
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{sitting.id}.json"'
    return response


@bp.get(f"{SITTING}/receipt.pdf")
@allow(Permission.LEARN)
def receipt_paper(sitting_id: int) -> AnyResponse:
    """Send the receipt as PDF."""
    sitting = own_sitting(request_db.session(), actor(), sitting_id)
    receipt.must_be_sealed(sitting)
    answers = current_answers(request_db.session(), sitting_id)
    fonts = runtime().settings.extra_fonts
    return pdf(
        print_receipt(sitting, answers, actor().name, language(), request_db.now(), fonts),
        f"receipt-{sitting_id}",
    )
