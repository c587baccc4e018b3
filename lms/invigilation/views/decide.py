"""The pages for a decision about sittings: a preview with a reason, then its confirmation."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.problem import Refused, Text
from lms.invigilation import decide, messages
from lms.invigilation.forms import BoardFilter, DecisionChoice, DecisionForm
from lms.invigilation.views import bp
from lms.invigilation.views.board import INVIGILATE, WATCHED
from lms.invigilation.views.labels import CONSEQUENCES, DECISIONS, READY_REASONS, STATE_WORDS
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

OTHER = Text("其他（写在下面）", "Other (write it below)")


@bp.get(f"{WATCHED}/decision")
@allow(INVIGILATE)
def decision(exam_id: int) -> Response:
    """Show whom the decision affects, and ask for a reason."""
    choice = DecisionChoice(request.args)
    choice.validate()
    do, filters = choice.do.data or "pause", BoardFilter(request.args)
    if choice.do.errors:
        raise messages.decision_not_found()
    chosen = None if choice.who.data == "shown" else set(choice.s.data)
    shown = filters.group.data, filters.state.data
    preview = decide.preview_decision(
        request_db.session(), actor(), exam_id, do, chosen, request_db.now(), *shown
    )
    form = _set_reasons(DecisionForm(None, do=do))
    return _decision_page(preview, form, choice)


@bp.post(f"{WATCHED}/decision")
@allow(INVIGILATE)
def decided(exam_id: int) -> AnyResponse:
    """Apply the decision."""
    form = DecisionForm()
    do = form.do.data
    if do not in decide.APPLICABLE_STATES:
        form.validate()
        raise form.refusal()
    _set_reasons(form)
    if form.validate():
        try:
            count = _apply_decision(form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.decision_applied(DECISIONS[do], count)))
            group = BoardFilter(request.args).chosen().get("group")
            return redirect(url_for("invigilation.board", exam_id=exam_id, group=group), 303)
    request_db.close()
    preview = decide.preview_decision(
        request_db.reading(), actor(), exam_id, do, set(form.s.data), request_db.now()
    )
    return _decision_page(preview, form, form)


def _apply_decision(form: DecisionForm) -> int:
    minutes = form.minutes.data if form.minutes else 0
    sittings = sorted(form.s.data)
    return decide.apply_decision(
        request_db.session(),
        actor(),
        form.do.data,
        sittings,
        minutes or 0,
        form.chosen_reason(),
        request_db.now(),
    )


def _set_reasons(form: DecisionForm) -> DecisionForm:
    """Offer the prepared reasons; remove the field for minutes unless it is an extension."""
    prepared = [(t(text), t(text)) for text in READY_REASONS[form.do.data]]
    form.reason.options = [*prepared, (DecisionForm.OWN, t(OTHER))]
    if form.do.data != "extend":
        del form.minutes
    return form


def _decision_page(preview: decide.DecisionPreview, form: DecisionForm, wrong: Form) -> Response:
    do = form.do.data
    return page(
        "invigilation/decision.html",
        wrong.status_code,
        wrong=wrong,
        form=form,
        preview=preview,
        name=DECISIONS[do],
        consequence=CONSEQUENCES[do],
        words=STATE_WORDS,
        group=BoardFilter(request.args).chosen().get("group"),
    )
