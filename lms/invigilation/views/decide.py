"""Deciding about sittings: who is affected, why, and then it is done; no script is needed."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.problem import Refused, Text, not_found
from lms.invigilation import decide
from lms.invigilation.forms import BoardFilter, DecisionChoice, DecisionForm
from lms.invigilation.views import bp
from lms.invigilation.views.board import INVIGILATE, WATCHED
from lms.invigilation.views.labels import CONSEQUENCES, DECISIONS, READY_REASONS, STATE_WORDS
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

OTHER = Text("其他（写在下面）", "Another, in the field below")


@bp.get(f"{WATCHED}/decision")
@allow(INVIGILATE)
def decision(exam_id: int) -> Response:
    """Before it is done: who is affected, and a reason."""
    choice = DecisionChoice(request.args)
    choice.validate()
    do, filters = choice.do.data or "pause", BoardFilter(request.args)
    if choice.do.errors:
        raise not_found(Text("操作", "decision"))
    chosen = None if choice.who.data == "shown" else set(choice.s.data)
    shown = filters.group.data, filters.state.data
    found = decide.preview_decision(
        request_db.session(), actor(), exam_id, do, chosen, request_db.now(), *shown
    )
    form = _set_reasons(DecisionForm(None, do=do, reason=t(READY_REASONS[do][0])))
    return _decision_page(found, form, choice)


@bp.post(f"{WATCHED}/decision")
@allow(INVIGILATE)
def decided(exam_id: int) -> AnyResponse:
    """Do it."""
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
            flash(t(f"已执行：{t(DECISIONS[do])}，{count} 人", f"Done: {t(DECISIONS[do])}, {count} people"))
            group = BoardFilter(request.args).asked().get("group")
            return redirect(url_for("invigilation.board", exam_id=exam_id, group=group), 303)
    request_db.close()
    found = decide.preview_decision(
        request_db.reading(), actor(), exam_id, do, set(form.s.data), request_db.now()
    )
    return _decision_page(found, form, form)


def _apply_decision(form: DecisionForm) -> int:
    minutes = form.minutes.data if form.minutes else 0
    sittings = sorted(form.s.data)
    return decide.apply_decision(
        request_db.session(), actor(), form.do.data, sittings, minutes or 0, form.why(), request_db.now()
    )


def _set_reasons(form: DecisionForm) -> DecisionForm:
    """Set the ready reasons; only an extension has minutes."""
    ready = [(t(text), t(text)) for text in READY_REASONS[form.do.data]]
    form.reason.options = [*ready, (DecisionForm.OWN, t(OTHER))]
    if form.do.data != "extend":
        del form.minutes
    return form


def _decision_page(found: decide.DecisionPreview, form: DecisionForm, wrong: Form) -> Response:
    do = form.do.data
    return page(
        "invigilation/decision.html",
        wrong.status_code,
        wrong=wrong,
        form=form,
        choice=found,
        name=DECISIONS[do],
        meaning=CONSEQUENCES[do],
        words=STATE_WORDS,
        group=BoardFilter(request.args).asked().get("group"),
    )
