"""Pages for learners: the catalogue, a course, a lesson."""

from datetime import date
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.catalog import browse
from lms.competency.find import all_competencies
from lms.domain.access import Permission
from lms.domain.beijing import beijing_day
from lms.domain.problem import Refused, Text
from lms.domain.text.markup import block_html
from lms.learning import check, progress, tasks
from lms.learning.due import due_tag, urgency
from lms.learning.reach import own_due_dates
from lms.learning.views import bp
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import page


@bp.get("/courses")
@allow(Permission.LEARN)
def courses() -> Response:
    """List all open courses and how far the reader is in each: overdue ones first, then by competency."""
    session = request_db.session()
    cards = browse.cards(session)
    names = {competency.id: competency.name for competency in all_competencies(session)}
    places, dates = list(names), _due_dates()

    def order(card: browse.CourseCard) -> tuple[date, int]:
        return dates["urgency"](card.id), places.index(card.competency)

    return page(
        "learning/courses.html",
        names=names,
        cards=sorted(cards, key=order),
        states={card.slug: progress.current_state(session, actor(), card.slug) for card in cards},
        **dates,
    )


def _due_dates() -> dict[str, Any]:
    """Return what pages need to say until when the reader is to complete which course."""
    today = beijing_day(request_db.now())
    dates = own_due_dates(request_db.session(), actor().id, today)
    return {
        "due_dates": dates,
        "due_tag": lambda due: due_tag(due, today),
        "urgency": lambda course_id: urgency(dates.get(course_id), today),
    }


@bp.get("/courses/<slug>")
@allow(Permission.LEARN)
def course(slug: str) -> Response:
    """Show one course as a list of things to do."""
    state = progress.current_state(request_db.session(), actor(), slug)
    exam = tasks.exam_of(request_db.session(), state)
    return page(
        "learning/course.html",
        slug=slug,
        state=state,
        exam=exam,
        exam_url=tasks.exam_url(exam),
        **_due_dates(),
        exam_state=tasks.exam_state(request_db.session(), actor(), state, request_db.now()),
    )


@bp.get("/courses/<slug>/<lesson_slug>")
@allow(Permission.LEARN)
def lesson(slug: str, lesson_slug: str) -> Response:
    """Show one lesson with its check questions."""
    return _lesson_page(slug, lesson_slug)


def _lesson_page(slug: str, lesson_slug: str, refused: Refused | None = None) -> Response:
    """Return the page of a lesson, with what a submitted form of it holds."""
    session = request_db.session()  # sees an answer that this request has just saved
    state = progress.current_state(session, actor(), slug)
    current = browse.lesson_of(state.version, lesson_slug)
    lessons = state.version.lessons
    place = lessons.index(current)
    return page(
        "learning/lesson.html",
        refused.status if refused else 200,
        slug=slug,
        state=state,
        lesson=current,
        text=block_html(
            t(current.body),
            resolve=lambda name: url_for("catalog.course_file", slug=slug, name=name),
        ),
        checks=check.checks_of(session, actor(), slug, current, language(), request.form.to_dict(flat=False)),
        submitted=request.form.get("check", ""),
        after=lessons[place + 1] if place + 1 < len(lessons) else None,
        refused=refused,
    )


@bp.post("/courses/<slug>/<lesson_slug>")
@allow(Permission.LEARN)
def study(slug: str, lesson_slug: str) -> AnyResponse:
    """Save what the pressed button is for, and keep what was chosen in other check questions.

    With such choices the answer is the page itself; without them a redirect, after which going back asks nothing.
    """
    form = request.form.to_dict(flat=False)
    try:
        anchor = _save(slug, lesson_slug, form)
    except Refused as refused:
        if refused.status != 400:
            raise
        request_db.close()
        return _lesson_page(slug, lesson_slug, refused)
    if check.has_unsaved(request_db.session(), actor(), slug, lesson_slug, form):
        return _lesson_page(slug, lesson_slug)
    return redirect(url_for("learning.lesson", slug=slug, lesson_slug=lesson_slug) + f"#{anchor}", 303)


def _save(slug: str, lesson_slug: str, form: dict[str, list[str]]) -> str:
    """Record that the lesson was read, or save one answer, or all; return the part of the page to continue at."""
    session, now, name = request_db.session(), request_db.now(), request.form.get("check", "")
    if "read" in form:
        progress.read_lesson(session, actor(), slug, lesson_slug, now)
        return "next"
    if name:
        check.answer_check(session, actor(), slug, lesson_slug, name, check.fields_of(name, form), now)
        return f"check-{name}"
    check.answer_all(session, actor(), slug, lesson_slug, form, now)
    return "checks"


bp.next_tasks(tasks.learner_tasks)
bp.navigation(10, Text("课程", "Courses"), "learning.courses", Permission.LEARN)
