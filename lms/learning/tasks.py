"""What a learner has to do next, for the home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.exams import published
from lms.exams.published import Published
from lms.learning import progress
from lms.learning.progress import CourseState
from lms.web.pages import Task


def exam_of(session: Session, state: CourseState) -> Published | None:
    """The exam that the course ends with."""
    found = published.all_exams(session) if state.version.exam_slug else []
    return next((exam for exam in found if exam.slug == state.version.exam_slug), None)


def exam_url(exam: Published | None) -> str:
    """Where the exam begins."""
    return url_for("sittings.exam", exam_id=exam.id) if exam else ""


def learner_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """The next step of every course begun or assigned; without any, the catalogue."""
    if not actor.may(Permission.LEARN):
        return []
    open_courses = progress.under_way(session, actor.id)
    if not open_courses:
        return [
            Task(
                60,
                Text("选一门课程开始学习", "Choose a course to begin"),
                Text(
                    "五项能力各有课程，学完并通过考试即可取得证书",
                    "Each competency has a course; finish it and pass its exam for a certificate",
                ),
                Text("查看课程", "See the courses"),
                url_for("learning.courses"),
            )
        ]
    return [
        _next_step(session, actor, slug, assignment.due if assignment else None, now, place)
        for place, (slug, assignment) in enumerate(open_courses)
    ]


def _next_step(session: Session, actor: Actor, slug: str, due, now: datetime, place: int) -> Task:  # type: ignore[no-untyped-def]
    state = progress.open_course(session, actor, slug)
    title = Text(state.version.title["zh"], state.version.title["en"])
    late = due is not None and due < now.astimezone(BEIJING).date()
    when = Text("", "")
    if due:
        when = Text(
            f"；{'已超过' if late else ''}期限 {due.month}月{due.day}日",
            f"; {'overdue since' if late else 'due'} {due:%-d %B}",
        )
    lesson = state.next_lesson
    if lesson is not None:
        detail = Text(
            f"下一课：{lesson.title['zh']}，已完成 {state.percent}%",
            f"Next: {lesson.title['en']}; {state.percent}% done",
        )
        url = url_for("learning.lesson", slug=slug, lesson_slug=lesson.slug)
        return Task(20 + place, title, detail + when, Text("继续学习", "Go on"), url)
    exam = exam_of(session, state)
    detail = Text("课程已学完，还差考试", "All lessons done; the exam is left")
    url = exam_url(exam) or url_for("learning.course", slug=slug)
    return Task(10 + place, title, detail + when, Text("去考试", "To the exam"), url)
