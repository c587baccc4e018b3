"""The pages of the lists of candidates."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.exams import published
from lms.invigilation.enrolment import candidate_list, listing, messages, prepare
from lms.invigilation.enrolment.status import mark_absent
from lms.invigilation.forms import AbsencesForm, CandidatesFilter, GroupTimeForm, RemovalForm
from lms.invigilation.views import bp
from lms.invigilation.views.labels import STATUS_WORDS
from lms.platform.jobs import job_of
from lms.web import request_db
from lms.web.forms import Form
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

LISTED = "/candidates/<int(max=2147483647):exam_id>"
ENROL = Permission.ENROL
F = TypeVar("F", bound=Form)


@bp.get("/candidates")
@allow(ENROL)
def enrolment() -> Response:
    """List every exam with the number of its candidates by status."""
    return page(
        "invigilation/enrolment.html",
        rows=listing.counts_by_exam(request_db.session(), actor()),
        words=STATUS_WORDS,
    )


@bp.get(LISTED)
@allow(ENROL)
def candidates(exam_id: int) -> Response:
    """Show the list of candidates of one exam."""
    return _list_page(exam_id)


def _list_page(exam_id: int, sent: Form | None = None) -> Response:
    """Render the list with its forms, one of which may have been sent and refused."""
    request_db.close()
    session = request_db.reading()
    listed = listing.candidates(session, actor(), exam_id)
    groups = [name for name in dict.fromkeys(each.group for each in listed) if name]
    form = CandidatesFilter(request.args)
    form.group.options = [(name, name) for name in groups]
    form.status.options = list(STATUS_WORDS.items())
    group, status = (form.group.data, form.status.data) if form.validate() else ("", "")
    time = _sent_or_new(sent, GroupTimeForm, group=group)
    time.group.options = [(name, name) for name in groups]
    wrong = sent or form
    return page(
        "invigilation/candidates.html",
        wrong.status_code,
        wrong=wrong,
        form=form,
        removal=_sent_or_new(sent, RemovalForm),
        absence=_sent_or_new(
            sent,
            AbsencesForm,
            own=t("考试时间已过，未参加", "The time is over and the candidate did not come"),
        ),
        time=time,
        exam=published.get_exam(session, exam_id),
        rows=[each for each in listed if group in ("", each.group) and status in ("", each.status)],
        listed=len(listed),
        ready=sum(each.ready for each in listed),
        counts=listing.count_by_status(listed),
        group=group,
        groups=groups,
        words=STATUS_WORDS,
    )


def _sent_or_new(sent: Form | None, form: type[F], **values: Any) -> F:
    """Return the form that was sent if it is of this class, else a new one."""
    return sent if isinstance(sent, form) else form(None, **values)


def _apply(exam_id: int, form: Form, change: Callable[[], str]) -> AnyResponse:
    """Apply a change and show the list again, with what was changed or why it was refused."""
    if form.validate():
        try:
            flash(change())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("invigilation.candidates", exam_id=exam_id), 303)
    return _list_page(exam_id, form)


@bp.post(f"{LISTED}/removal")
@allow(ENROL)
def remove_candidates(exam_id: int) -> AnyResponse:
    """Remove the people ticked from the list."""
    form = RemovalForm()

    def change() -> str:
        count = candidate_list.remove_candidates(
            request_db.session(), actor(), exam_id, form.p.data, request_db.now()
        )
        return t(messages.removed(count))

    return _apply(exam_id, form, change)


@bp.post(f"{LISTED}/absences")
@allow(ENROL)
def absences(exam_id: int) -> AnyResponse:
    """Mark everyone as absent whose time is over and who has not begun."""
    form = AbsencesForm()

    def change() -> str:
        count = mark_absent(request_db.session(), actor(), exam_id, form.own.data, request_db.now())
        return t(messages.marked_absent(count))

    return _apply(exam_id, form, change)


@bp.post(f"{LISTED}/time")
@allow(ENROL)
def group_time(exam_id: int) -> AnyResponse:
    """Set the window of a group."""
    form = GroupTimeForm()
    form.group.options = [(name, name) for name in listing.groups(request_db.reading(), exam_id)]

    def change() -> str:
        window = form.opens_at.data, form.closes_at.data
        count = candidate_list.set_group_window(
            request_db.session(), actor(), exam_id, form.group.data, *window, request_db.now()
        )
        return t(messages.group_window_set(count))

    return _apply(exam_id, form, change)


@bp.post(f"{LISTED}/papers")
@allow(ENROL)
def draw_papers(exam_id: int) -> AnyResponse:
    """Queue the job that draws the papers in advance."""
    try:
        job = prepare.queue_drawing(request_db.session(), actor(), exam_id, request_db.now())
    except Refused as refused:
        form = Form(None)
        form.refuse(refused)
        return _list_page(exam_id, form)
    return redirect(url_for("invigilation.papers", exam_id=exam_id, drawing_id=job.id), 303)


@bp.get(f"{LISTED}/papers/<int(max=9007199254740991):drawing_id>")
@allow(ENROL)
def papers(exam_id: int, drawing_id: int) -> Response:
    """Show the progress of the job."""
    job = job_of(request_db.session(), actor().id, drawing_id, prepare.JOB)
    if job is None or job.payload["exam"] != exam_id:
        raise messages.job_not_found()
    return page("invigilation/papers.html", job=job, exam=published.get_exam(request_db.session(), exam_id))


bp.navigation(26, Text("考生名单", "Candidates"), "invigilation.enrolment", ENROL)
