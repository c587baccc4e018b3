"""The page of one sitting for its invigilator: its events, the decisions about it, and late answers to accept."""

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.problem import Refused, Text
from lms.invigilation import messages
from lms.invigilation.accept import accept_late_answers
from lms.invigilation.decide import APPLICABLE_STATES
from lms.invigilation.evidence.event_labels import NAMES
from lms.invigilation.evidence.event_log import EventLog, event_log_of
from lms.invigilation.forms import LateAnswersForm
from lms.invigilation.transcribe import may_transcribe
from lms.invigilation.views import bp
from lms.invigilation.views.board import INVIGILATE
from lms.invigilation.views.labels import DECISIONS, STATE_WORDS, extra_time_text
from lms.sittings import receipt
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import second, t
from lms.web.pages import page

WATCH = "/invigilation/sittings/<int(max=9007199254740991):watched_id>"


@bp.get(WATCH)
@allow(INVIGILATE)
def watched(watched_id: int) -> Response:
    """Show one sitting with all its events."""
    return _watched_page(watched_id, LateAnswersForm(None))


@bp.post(f"{WATCH}/late")
@allow(INVIGILATE)
def accept_late(watched_id: int) -> AnyResponse:
    """Accept late answers."""
    form = LateAnswersForm()
    _set_choices(form, event_log_of(request_db.reading(), actor(), watched_id))
    if form.validate():
        try:
            positions = [int(position) for position in form.position.data]
            accept_late_answers(
                request_db.session(), actor(), watched_id, positions, form.own.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.LATE_ANSWERS_ACCEPTED))
            return redirect(url_for("invigilation.watched", watched_id=watched_id), 303)
    return _watched_page(watched_id, form)


def _set_choices(form: LateAnswersForm, log: EventLog) -> None:
    """Offer the late answers that have not been accepted."""
    form.position.options = [
        (
            position,
            Text(f"第 {position} 题", f"Question {position}"),
            Text("到达时间 ", "arrived at ") + Text(second(at), second(at)),
        )
        for position, at in log.late.items()
    ]


def _watched_page(watched_id: int, form: LateAnswersForm) -> Response:
    request_db.close()
    log = event_log_of(request_db.reading(), actor(), watched_id)
    _set_choices(form, log)
    sitting = log.sitting
    state = sitting.state_at(request_db.now())
    return page(
        "invigilation/watched.html",
        form.status_code,
        form=form,
        log=log,
        sitting=sitting,
        state=state,
        state_word=STATE_WORDS[state],
        answered=sum(place.asks and place.number in log.current.answered for place in sitting.paper),
        code=receipt.receipt_code(sitting.receipt) if sitting.receipt else "",
        extra=extra_time_text(sitting.allowance),
        decisions=[(do, DECISIONS[do]) for do in APPLICABLE_STATES if state in APPLICABLE_STATES[do]],
        names=NAMES,
        may_type_in=may_transcribe(sitting),
    )
