"""Loads courses from content files into the catalogue: a changed course becomes a new version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import Course, CourseFile, CourseVersion, Lesson
from lms.content.courses import CourseContent, media_type
from lms.platform import audit
from lms.platform.digest import digest
from lms.platform.files import Files


def load(
    session: Session, courses: Sequence[CourseContent], files: Files, actor_id: int | None, now: datetime
) -> tuple[int, int]:
    """Return the numbers of (changed, unchanged) courses. Close a course whose folder is gone; its records stay."""
    stored = {course.slug: course for course in session.scalars(select(Course))}
    changed = unchanged = 0
    for content in courses:
        digests = {name: files.keep(path.read_bytes()) for name, path in content.files.items()}
        if _load_one(session, stored.pop(content.slug, None), content, digests, actor_id, now):
            changed += 1
        else:
            unchanged += 1
    for missing in stored.values():
        if missing.state == "open":
            missing.state = "closed"
            audit.record(session, "catalog.close", f"course:{missing.slug}", actor_id, now)
    return changed, unchanged


def _load_one(
    session: Session,
    course: Course | None,
    content: CourseContent,
    digests: dict[str, str],
    actor_id: int | None,
    now: datetime,
) -> bool:
    hash = digest(
        [_version_columns(content), [_lesson_columns(lesson) for lesson in content.lessons], digests]
    )
    if course is not None and course.state == "open":
        current = session.scalar(
            select(CourseVersion.hash).where(
                CourseVersion.course_id == course.id, CourseVersion.number == course.number
            )
        )
        if current == hash:
            return False
    if course is None:
        course = Course(slug=content.slug, competency_id=content.competency, number=0)
        session.add(course)
    course.number, course.state, course.competency_id = course.number + 1, "open", content.competency
    session.flush()
    version = CourseVersion(
        course_id=course.id, number=course.number, hash=hash, loaded_at=now, **_version_columns(content)
    )
    version.lessons = [
        Lesson(position=n, **_lesson_columns(lesson)) for n, lesson in enumerate(content.lessons, 1)
    ]
    session.add(version)
    session.flush()
    for name, sha256 in digests.items():
        session.add(CourseFile(version_id=version.id, name=name, sha256=sha256, media_type=media_type(name)))
    audit.record(session, "catalog.load", f"course:{content.slug}", actor_id, now, number=course.number)
    return True


def _version_columns(content: CourseContent) -> dict[str, Any]:
    return {
        "title": content.title,
        "summary": content.summary,
        "objectives": list(content.objectives),
        "level": content.level,
        "hours": content.hours,
        "order": content.order,
        "exam_slug": content.exam,
    }


def _lesson_columns(lesson: Any) -> dict[str, Any]:
    return {
        "slug": lesson.slug,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "body": lesson.body,
        "checks": list(lesson.checks),
    }
