"""The pages of published exams: the list, and when each may be sat."""

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.exams import audience, compose, messages, published
from lms.exams.forms import ArrangementForm, AudienceForm
from lms.exams.schedule import schedule_exam, set_closed
from lms.exams.views import bp
from lms.exams.views.compose import EXAM
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.get("/manage/exams")
@allow(Permission.COMPOSE_EXAMS)
def exams() -> Response:
    """Show every draft, and every published exam with its window."""
    session = request_db.session()
    return page("exams/exams.html", exams=published.all_exams(session), drafts=compose.drafts(session))


@bp.get(EXAM)
@allow(Permission.COMPOSE_EXAMS)
def exam(exam_id: int) -> Response:
    """Show one exam: its rules, which come from its blueprint, and its window, which is set here."""
    return _exam_page(exam_id, _arrangement_form(exam_id))


@bp.post(EXAM)
@allow(Permission.COMPOSE_EXAMS)
def save(exam_id: int) -> AnyResponse:
    """Set the window, the access code, and whether it is in use."""
    form = _arrangement_form(exam_id)
    if form.validate():
        try:
            _arrange(exam_id, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(t(messages.ARRANGEMENTS_SAVED))
            return redirect(url_for("exams.exam", exam_id=exam_id), 303)
    return _exam_page(exam_id, form)


def _arrange(exam_id: int, form: ArrangementForm) -> None:
    window = form.opens_at.data, form.closes_at.data
    exam = schedule_exam(
        request_db.session(), actor(), exam_id, *window, form.access_code.data, request_db.now()
    )
    closed = form.closed.data == "yes"
    if closed != (exam.state == "closed"):
        set_closed(request_db.session(), actor(), exam_id, closed, request_db.now())


def _arrangement_form(exam_id: int) -> ArrangementForm:
    exam = published.get_exam(request_db.reading(), exam_id)
    return ArrangementForm(
        opens_at=exam.opens_at,
        closes_at=exam.closes_at,
        access_code=exam.access_code,
        closed="yes" if exam.closed else "no",
    )


def _exam_page(exam_id: int, form: ArrangementForm) -> Response:
    request_db.close()
    exam = published.get_exam(request_db.reading(), exam_id)
    session = request_db.reading()
    size = audience.size_of(session, exam.id, exam.audience, exam.unit_paths)
    draft = compose.by_slug(session, exam.slug)
    return page("exams/exam.html", form.status_code, exam=exam, draft=draft, form=form, size=size)


@bp.route(f"{EXAM}/audience", methods=["GET", "POST"])
@allow(Permission.COMPOSE_EXAMS)
def exam_audience(exam_id: int) -> AnyResponse:
    """Choose who may sit the exam, and see how many people that is."""
    session = request_db.reading()
    exam = published.get_exam(session, exam_id)
    form = AudienceForm(audience=exam.audience, units=audience.unit_ids(session, exam_id))
    form.offer(audience.sizes(session, actor(), exam_id))
    if form.validate_on_submit():
        try:
            chosen = form.audience.data, form.unit_ids()
            audience.set_audience(request_db.session(), actor(), exam_id, *chosen, request_db.now())
        except Refused as refused:
            form.refuse(refused, "units")
        else:
            flash(t(messages.AUDIENCE_SAVED))
            return redirect(url_for("exams.exam", exam_id=exam_id), 303)
    return page("exams/audience.html", form.status_code, exam=exam, form=form)


bp.navigation(33, Text("组卷和考试", "Exams"), "exams.exams", Permission.COMPOSE_EXAMS)
