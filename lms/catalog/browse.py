"""The catalogue as readers see it: open courses, their lessons and files."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, selectinload

from lms.catalog.models import Course, CourseFile, CourseVersion, Lesson
from lms.domain.problem import Text, not_found

COURSE = Text("课程", "course")


@dataclass(frozen=True, slots=True)
class CourseCard:
    """What a list says about a course."""

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
    """Every open course, by competency and order."""
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


def current(session: Session, slug: str) -> CourseVersion:
    """The current version of an open course, with its lessons; anything else is not found."""
    found = session.scalar(
        select(CourseVersion)
        .join(Course, _current())
        .where(Course.slug == slug, Course.state == "open")
        .options(selectinload(CourseVersion.lessons), selectinload(CourseVersion.course))
    )
    if found is None:
        raise not_found(COURSE)
    return found


def lesson_of(version: CourseVersion, slug: str) -> Lesson:
    """One lesson of the version."""
    for lesson in version.lessons:
        if lesson.slug == slug:
            return lesson
    raise not_found(Text("课", "lesson"))


def file_of(session: Session, slug: str, name: str) -> CourseFile:
    """An image or video of the course's current version."""
    version = current(session, slug)
    found = session.scalar(
        select(CourseFile).where(CourseFile.version_id == version.id, CourseFile.name == name)
    )
    if found is None:
        raise not_found(Text("文件", "file"))
    return found
