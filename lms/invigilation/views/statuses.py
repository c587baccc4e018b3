"""The pages that set the status of candidates, show one candidate, and admit one late."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.candidates.eligibility import eligibility_of
from lms.domain.access import Permission
from lms.domain.problem import Refused
from lms.exams import published
from lms.invigilation.enrolment import admit, listing, messages
from lms.invigilation.enrolment.status import Makeup, set_status
from lms.invigilation.evidence import event_log
from lms.invigilation.forms import AdmissionForm, ChosenPeople, StatusForm
from lms.invigilation.views import bp
from lms.invigilation.views.candidates import ENROL, LISTED
from lms.invigilation.views.labels import STATE_WORDS, STATUS_WORDS, extra_time_text
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get(f"{LISTED}/status")
@allow(ENROL)
def statuses(exam_id: int) -> Response:
    """Ask for the status of the candidates ticked."""
    chosen = ChosenPeople(request.args)
    chosen.validate()
    return _statuses_page(exam_id, StatusForm(None, p=chosen.p.data), chosen)


@bp.post(f"{LISTED}/status")
@allow(ENROL)
def set_statuses(exam_id: int) -> AnyResponse:
    """Set the status."""
    form = StatusForm()
    if form.validate():
        try:
            count = _set_status(exam_id, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.status_set(count, STATUS_WORDS[form.status.data])))
            return redirect(url_for("invigilation.candidates", exam_id=exam_id), 303)
    return _statuses_page(exam_id, form, form)


def _set_status(exam_id: int, form: StatusForm) -> int:
    makeup = Makeup(form.opens_at.data, form.closes_at.data, form.group.data)
    status, reason = form.status.data, form.own.data
    return set_status(
        request_db.session(), actor(), exam_id, form.p.data, status, reason, request_db.now(), makeup
    )


def _statuses_page(exam_id: int, form: StatusForm, wrong: Form) -> Response:
    request_db.close()
    session = request_db.reading()
    return page(
        "invigilation/statuses.html",
        wrong.status_code,
        wrong=wrong,
        form=form,
        exam=published.get_exam(session, exam_id),
        people=[listing.candidate(session, actor(), exam_id, id_) for id_ in form.p.data],
        words=STATUS_WORDS,
    )


@bp.get(f"{LISTED}/<int(max=9007199254740991):person_id>")
@allow(ENROL)
def candidate(exam_id: int, person_id: int) -> Response:
    """Show one person's status and sittings of one exam."""
    return _candidate_page(exam_id, person_id, AdmissionForm(None))


@bp.post(f"{LISTED}/<int(max=9007199254740991):person_id>/admission")
@allow(Permission.INVIGILATE)
def admit_late(exam_id: int, person_id: int) -> AnyResponse:
    """Admit a candidate although the window has closed."""
    form = AdmissionForm()
    if form.validate():
        try:
            admit.admit_late(
                request_db.session(), actor(), exam_id, person_id, form.own.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, "own")
        else:
            flash(t(messages.ADMITTED))
            return redirect(url_for("invigilation.candidate", exam_id=exam_id, person_id=person_id), 303)
    return _candidate_page(exam_id, person_id, form)


def _candidate_page(exam_id: int, person_id: int, form: AdmissionForm) -> Response:
    request_db.close()
    session = request_db.reading()
    candidate = listing.candidate(session, actor(), exam_id, person_id)
    eligibility = eligibility_of(session, person_id, exam_id).of(exam_id)
    exam = published.get_exam(session, exam_id)
    _, closes_at = eligibility.window(exam.opens_at, exam.closes_at)
    return page(
        "invigilation/candidate.html",
        form.status_code,
        form=form,
        exam=exam,
        candidate=candidate,
        extra=extra_time_text(eligibility.allowance),
        is_over=bool(closes_at and closes_at <= request_db.now() and not eligibility.allowance.past_window),
        sittings=event_log.sittings_of(session, exam_id, person_id, request_db.now()),
        words=STATUS_WORDS,
        states=STATE_WORDS,
        may_watch=actor().may(Permission.INVIGILATE),
    )
