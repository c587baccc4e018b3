"""How far a person is in a course, and the moment it is completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session, selectinload

from lms.bank.models import Item
from lms.catalog import browse
from lms.catalog.models import Course, CourseVersion, Lesson
from lms.domain.access import Actor
from lms.domain.exam import completion
from lms.exams.models import Exam
from lms.learning.events import CourseCompleted
from lms.learning.models import Assignment, CheckAnswer, LessonRead, Progress
from lms.platform import audit, events
from lms.platform.db.insert import insert_or_ignore
from lms.results.events import SittingScored
from lms.results.passed import Passed, passed


@dataclass(frozen=True, slots=True)
class CourseState:
    """A person's way through the current version of a course."""

    version: CourseVersion
    asked: completion.Requirements
    done: completion.Achieved
    missing: completion.Missing
    passed: Passed | None
    started_at: datetime | None
    completed_at: datetime | None

    @property
    def percent(self) -> int:
        """100 once completed, whatever later versions ask for."""
        return 100 if self.completed_at else completion.percent(self.asked, self.missing)

    def lesson_done(self, lesson: Lesson) -> bool:
        """Read, and all its check questions right."""
        return lesson.slug in self.done.lessons and all(check in self.done.checks for check in lesson.checks)

    @property
    def next_lesson(self) -> Lesson | None:
        """The first lesson with something left to do."""
        return next((lesson for lesson in self.version.lessons if not self.lesson_done(lesson)), None)


def states(session: Session, person_id: int, versions: Sequence[CourseVersion]) -> list[CourseState]:
    """Where the person stands in each of these courses."""
    return [state(session, person_id, version) for version in versions]


def state(session: Session, person_id: int, version: CourseVersion) -> CourseState:
    """Where the person stands in a course."""
    course = version.course_id
    asked = completion.Requirements(
        [lesson.slug for lesson in version.lessons],
        [name for lesson in version.lessons for name in lesson.checks],
        bool(version.exam_slug),
    )
    read = session.scalars(
        select(LessonRead.slug).where(LessonRead.person_id == person_id, LessonRead.course_id == course)
    )
    right = session.scalars(
        select(Item.name)
        .join(CheckAnswer, CheckAnswer.item_id == Item.id)
        .where(CheckAnswer.person_id == person_id, CheckAnswer.course_id == course, CheckAnswer.right)
        .distinct()
    )
    exam = passed(session, person_id, version.exam_slug) if version.exam_slug else None
    done = completion.Achieved(set(read), set(right), exam is not None)
    way = session.execute(
        select(Progress.started_at, Progress.completed_at).where(
            Progress.person_id == person_id, Progress.course_id == course
        )
    ).first()
    left = completion.missing(asked, done)
    return CourseState(version, asked, done, left, exam, way[0] if way else None, way[1] if way else None)


def open_course(session: Session, actor: Actor, slug: str) -> CourseState:
    """The actor's state in an open course."""
    return state(session, actor.id, browse.current(session, slug))


def read_lesson(session: Session, actor: Actor, slug: str, lesson_slug: str, now: datetime) -> CourseState:
    """The actor says that they have read the lesson to its end."""
    version = browse.current(session, slug)
    lesson = browse.lesson_of(version, lesson_slug)
    start(session, actor.id, version.course_id, now)
    insert_or_ignore(
        session,
        LessonRead,
        person_id=actor.id,
        course_id=version.course_id,
        slug=lesson.slug,
        version_id=version.id,
        at=now,
    )
    audit.record(session, "learning.read", f"lesson:{slug}/{lesson.slug}", actor.id, now)
    return complete_if_done(session, actor.id, version, now)


def start(session: Session, person_id: int, course_id: int, now: datetime) -> None:
    """Note that the person has begun; again is harmless."""
    insert_or_ignore(session, Progress, person_id=person_id, course_id=course_id, started_at=now)


def complete_if_done(session: Session, person_id: int, version: CourseVersion, now: datetime) -> CourseState:
    """Complete the course if nothing is missing. It happens once, however often this is asked."""
    found = state(session, person_id, version)
    if not found.missing.is_empty or found.completed_at:
        return found
    start(session, person_id, version.course_id, now)
    first = session.execute(
        update(Progress)
        .where(Progress.person_id == person_id, Progress.course_id == version.course_id)
        .where(Progress.completed_at.is_(None))
        .values(completed_at=now)
        .returning(Progress.id)
    )
    if first.scalar_one_or_none() is not None:
        audit.record(session, "learning.complete", f"course:{version.course_id}", person_id, now)
        sitting = found.passed.sitting_id if found.passed else None
        events.emit(session, CourseCompleted(person_id, version.course_id, version.id, sitting), now)
    return state(session, person_id, version)


def exam_scored(session: Session, event: SittingScored, now: datetime) -> None:
    """A passed exam may have been the last thing missing in the courses that ask for it."""
    if not event.passed:
        return
    for version in session.scalars(_asking_for(), {"exam": event.exam_id}):
        complete_if_done(session, event.person_id, version, now)


@cache
def _asking_for() -> Select[CourseVersion]:
    """The open courses that ask for an exam. Made once: whenever somebody passes, it is in their way."""
    slug = select(Exam.slug).where(Exam.id == bindparam("exam")).scalar_subquery()
    return (
        select(CourseVersion)
        .join(Course, (Course.id == CourseVersion.course_id) & (Course.number == CourseVersion.number))
        .where(Course.state == "open", CourseVersion.exam_slug == slug)
        .options(selectinload(CourseVersion.lessons))
    )


def check_bank(slug: str) -> str:
    """The bank that holds a course's check questions."""
    return f"checks:{slug}"


def under_way(session: Session, person_id: int) -> list[tuple[str, Assignment | None]]:
    """Slugs of the courses a person has begun or been assigned and not completed, soonest due first."""
    begun = select(Progress.course_id).where(Progress.person_id == person_id, Progress.completed_at.is_(None))
    ended = select(Progress.course_id).where(
        Progress.person_id == person_id, Progress.completed_at.is_not(None)
    )
    rows = session.execute(
        select(Course.slug, Assignment)
        .outerjoin(Assignment, (Assignment.course_id == Course.id) & (Assignment.person_id == person_id))
        .where(Course.state == "open", Course.id.not_in(ended))
        .where(Course.id.in_(begun) | Assignment.id.is_not(None))
    ).all()
    return sorted(
        ((row[0], row[1]) for row in rows),
        key=lambda r: (r[1] is None or r[1].due is None, str(r[1] and r[1].due)),
    )
