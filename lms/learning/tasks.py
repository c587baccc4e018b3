"""Lists a learner's next steps for the home page."""

from datetime import date, datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.beijing import beijing_day
from lms.domain.problem import Text
from lms.exams import published
from lms.exams.published import Published
from lms.learning import messages, progress
from lms.learning.due import due_tag
from lms.learning.progress import CourseState
from lms.results import passed
from lms.web.pages import Task

URGENT = {"late": 6, "alert": 7}
"""The order of courses that are overdue or due today: after exams that can be sat now, before everything else."""


def exam_of(session: Session, state: CourseState) -> Published | None:
    """Return the exam that the course ends with; None if it has no exam or the exam is not published."""
    exams = published.all_exams(session) if state.version.exam_slug else []
    return next((exam for exam in exams if exam.slug == state.version.exam_slug), None)


def exam_url(exam: Published | None) -> str:
    """Return the address of the exam's page; "" for None."""
    return url_for("sittings.exam", exam_id=exam.id) if exam else ""


def exam_state(session: Session, actor: Actor, state: CourseState, now: datetime) -> str:
    """Return how far the actor is with the exam of a course; "passed", or a state of lms.results.passed."""
    return (
        "passed"
        if state.passed
        else passed.state_without_pass(session, actor.id, state.version.exam_slug, now)
    )


def learner_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return the next step of every course started or assigned; without any, the catalogue."""
    if not actor.may(Permission.LEARN):
        return []
    today = beijing_day(now)
    open_courses = progress.courses_under_way(session, actor.id, today)
    if not open_courses:
        return [_other_courses(session, actor)]
    return [
        _next_step(session, actor, slug, due, today, place) for place, (slug, due) in enumerate(open_courses)
    ]


def _other_courses(session: Session, actor: Actor) -> Task:
    """Return the task of somebody without a course under way: to choose one, if one is left."""
    courses, url = Text("查看课程", "See the courses"), url_for("learning.courses")
    completed, left = progress.count_completed(session, actor.id)
    if completed and not left:
        certificates = Text("查看证书", "See your certificates"), url_for("certificates.mine")
        return Task(60, messages.ALL_COMPLETED, messages.courses_completed(completed), *certificates)
    detail = messages.courses_left(completed, left) if completed else messages.WHAT_COURSES_GIVE
    return Task(60, messages.CHOOSE_COURSE, detail, courses, url)


def _next_step(session: Session, actor: Actor, slug: str, due: date | None, today: date, place: int) -> Task:
    state = progress.current_state(session, actor, slug)
    title = Text(state.version.title["zh"], state.version.title["en"])
    when = messages.due(due) if due else Text("", "")
    tag = due_tag(due, today)
    soon = URGENT.get(tag[1]) if tag else None
    lesson = state.next_lesson
    if lesson is not None:
        detail = messages.next_lesson(lesson.title, state.percent)
        url = url_for("learning.lesson", slug=slug, lesson_slug=lesson.slug)
        button = Text("继续学习", "Continue") if state.percent else Text("开始学习", "Start")
        return Task(soon or 20 + place, title, detail + when, button, url, tag)
    exam = exam_of(session, state)
    url = exam_url(exam) or url_for("learning.course", slug=slug)
    return Task(
        soon or 10 + place, title, messages.EXAM_LEFT + when, Text("去考试", "Go to the exam"), url, tag
    )
