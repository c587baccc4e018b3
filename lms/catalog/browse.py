"""Finds open courses, their lessons and files."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, selectinload

from lms.catalog import messages
from lms.catalog.models import Course, CourseFile, CourseVersion, Lesson


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course as lists show it."""

    id: int
    slug: str
    competency: str
    title: dict[str, str]
    summary: dict[str, str]
    level: int
    hours: Decimal
    exam_slug: str


def _current() -> ColumnElement[bool]:
    return and_(CourseVersion.course_id == Course.id, CourseVersion.number == Course.number)


def cards(session: Session) -> list[CourseCard]:
    """Return every open course, by competency and order."""
    rows = session.execute(
        select(Course, CourseVersion)
        .join(CourseVersion, _current())
        .where(Course.state == "open")
        .order_by(Course.competency_id, CourseVersion.order, Course.slug)
    )
    return [
        CourseCard(c.id, c.slug, c.competency_id, v.title, v.summary, v.level, v.hours, v.exam_slug)
        for c, v in rows
    ]


def current_version(session: Session, slug: str) -> CourseVersion:
    """Return the current version of an open course, with its lessons. Raise Refused (404) if there is none."""
    version = session.scalar(
        select(CourseVersion)
        .join(Course, _current())
        .where(Course.slug == slug, Course.state == "open")
        .options(selectinload(CourseVersion.lessons), selectinload(CourseVersion.course))
    )
    if version is None:
        raise messages.no_course()
    return version


def was_loaded(session: Session, slug: str) -> bool:
    """Return whether there is such a course, or was one: a closed course has records."""
    return session.scalar(select(Course.id).where(Course.slug == slug)) is not None


def lesson_of(version: CourseVersion, slug: str) -> Lesson:
    """Return one lesson of the version. Raise Refused (404) if there is none."""
    for lesson in version.lessons:
        if lesson.slug == slug:
            return lesson
    raise messages.no_lesson()


def file_of(session: Session, slug: str, name: str) -> CourseFile:
    """Return a file of the course's current version. Raise Refused (404) if there is none."""
    version = current_version(session, slug)
    file = session.scalar(
        select(CourseFile).where(CourseFile.version_id == version.id, CourseFile.name == name)
    )
    if file is None:
        raise messages.no_file()
    return file
