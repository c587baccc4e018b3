"""What becomes of candidates: a status for one or for several, with a reason; and letting somebody in late."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.candidates.eligibility import eligibility_of
from lms.domain.access import Permission
from lms.domain.problem import Refused
from lms.exams import published
from lms.invigilation.enrolment import admit, listing
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
    """A status for those ticked."""
    chosen = ChosenPeople(request.args)
    chosen.validate()
    return _statuses_page(exam_id, StatusForm(None, p=chosen.p.data), chosen)


@bp.post(f"{LISTED}/status")
@allow(ENROL)
def set_statuses(exam_id: int) -> AnyResponse:
    """Set it."""
    form = StatusForm()
    if form.validate():
        try:
            count = _set_status(exam_id, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            name = t(STATUS_WORDS[form.status.data])
            flash(t(f"已登记 {count} 人：{name}", f"{count} people: {name}"))
            return redirect(url_for("invigilation.candidates", exam_id=exam_id), 303)
    return _statuses_page(exam_id, form, form)


def _set_status(exam_id: int, form: StatusForm) -> int:
    makeup = Makeup(form.opens_at.data, form.closes_at.data, form.group.data)
    status, why = form.status.data, form.own.data
    return set_status(
        request_db.session(), actor(), exam_id, form.p.data, status, why, request_db.now(), makeup
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
    """One person and one exam."""
    return _candidate_page(exam_id, person_id, AdmissionForm(None))


@bp.post(f"{LISTED}/<int(max=9007199254740991):person_id>/admission")
@allow(Permission.INVIGILATE)
def admit_late(exam_id: int, person_id: int) -> AnyResponse:
    """Let them begin although the window has closed."""
    form = AdmissionForm()
    if form.validate():
        try:
            admit.admit_late(
                request_db.session(), actor(), exam_id, person_id, form.own.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, "own")
        else:
            flash(t("已准许迟到入场，考生现在可以开始", "Admitted: the candidate may begin now"))
            return redirect(url_for("invigilation.candidate", exam_id=exam_id, person_id=person_id), 303)
    return _candidate_page(exam_id, person_id, form)


def _candidate_page(exam_id: int, person_id: int, form: AdmissionForm) -> Response:
    request_db.close()
    session = request_db.reading()
    one = listing.candidate(session, actor(), exam_id, person_id)
    stands = eligibility_of(session, person_id, exam_id).of(exam_id)
    exam = published.get_exam(session, exam_id)
    _, closes_at = stands.window(exam.opens_at, exam.closes_at)
    return page(
        "invigilation/candidate.html",
        form.status_code,
        form=form,
        exam=exam,
        one=one,
        extra=extra_time_text(stands.allowance),
        is_over=bool(closes_at and closes_at <= request_db.now() and not stands.allowance.past_window),
        sittings=event_log.sittings_of(session, exam_id, person_id, request_db.now()),
        words=STATUS_WORDS,
        states=STATE_WORDS,
        may_watch=actor().may(Permission.INVIGILATE),
    )
