"""Pages for learners (the catalogue, a course, a lesson) and for those who assign courses."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.catalog import browse
from lms.competency.find import all_competencies
from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.domain.text.markup import block_html
from lms.learning import assign, check, progress, tasks
from lms.learning.forms import AssignForm
from lms.people import scope
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language, t
from lms.web.pages import blueprint, page

bp = blueprint("learning")


@bp.get("/courses")
@allow(Permission.LEARN)
def courses() -> Response:
    """List all open courses by competency, and how far the reader is in each."""
    session = request_db.session()
    cards = browse.cards(session)
    return page(
        "learning/courses.html",
        competencies=all_competencies(session),
        cards=cards,
        states={card.slug: progress.current_state(session, actor(), card.slug) for card in cards},
    )


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
            current.body[language()],
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


@bp.route("/assignments", methods=["GET", "POST"])
@allow(Permission.ASSIGN)
def assignments() -> AnyResponse:
    """Assign a course to a unit, and show how far everyone is."""
    form = AssignForm()
    session = request_db.reading()
    form.course.options = [(card.slug, t(card.title)) for card in browse.cards(session)]
    form.unit.options = [(u.id, u.name) for u in session.scalars(scope.units(actor(), Permission.ASSIGN))]
    done = None
    if form.validate_on_submit():
        slug, unit_id, due = form.course.data, form.unit.data or 0, form.due.data
        done = assign.assign(request_db.session(), actor(), slug, unit_id, due, request_db.now())
    return page(
        "learning/assignments.html",
        form.status_code,
        form=form,
        done=done,
        counts=assign.count_assignments(request_db.session(), actor()),
        titles={slug: title for slug, title, *_ in form.course.options},
    )


bp.next_tasks(tasks.learner_tasks)
bp.navigation(10, Text("课程", "Courses"), "learning.courses", Permission.LEARN)
bp.navigation(42, Text("学习任务", "Assignments"), "learning.assignments", Permission.ASSIGN)
