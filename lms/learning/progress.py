"""Tracks how far a person is in a course, and completes it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, case, delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from lms.bank.models import Item
from lms.catalog import browse
from lms.catalog.models import Course, CourseVersion, Lesson
from lms.domain.access import Actor
from lms.domain.exam import completion
from lms.exams.models import Exam
from lms.learning.events import CourseCompleted
from lms.learning.models import CheckAnswer, LessonRead, Progress
from lms.learning.reach import due_dates, reached_person
from lms.platform import audit, events
from lms.platform.db.insert import insert_or_ignore
from lms.results.events import SittingScored
from lms.results.passed import PassingSitting, passing_sitting


@dataclass(frozen=True, slots=True)
class CourseState:
    """How far a person is in the current version of a course."""

    version: CourseVersion
    required: completion.Requirements
    done: completion.Achieved
    missing: completion.Missing
    passed: PassingSitting | None
    started_at: datetime | None
    completed_at: datetime | None

    @property
    def percent(self) -> int:
        """100 once completed, whatever later versions require."""
        return 100 if self.completed_at else completion.percent(self.required, self.missing)

    def lesson_done(self, lesson: Lesson) -> bool:
        """Return whether it was read and all its check questions were answered correctly."""
        return lesson.slug in self.done.lessons and all(check in self.done.checks for check in lesson.checks)

    @property
    def next_lesson(self) -> Lesson | None:
        """The first lesson that is not done."""
        return next((lesson for lesson in self.version.lessons if not self.lesson_done(lesson)), None)


def state_of(session: Session, person_id: int, version: CourseVersion) -> CourseState:
    """Return how far the person is in a course."""
    course = version.course_id
    required = completion.Requirements(
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
    exam = passing_sitting(session, person_id, version.exam_slug) if version.exam_slug else None
    done = completion.Achieved(set(read), set(right), exam is not None)
    times = session.execute(
        select(Progress.started_at, Progress.completed_at).where(
            Progress.person_id == person_id, Progress.course_id == course
        )
    ).first()
    missing = completion.missing(required, done)
    started_at, completed_at = times if times else (None, None)
    return CourseState(version, required, done, missing, exam, started_at, completed_at)


def current_state(session: Session, actor: Actor, slug: str) -> CourseState:
    """Return how far the actor is in an open course. Raise Refused (404) if there is no such course."""
    return state_of(session, actor.id, browse.current_version(session, slug))


def read_lesson(session: Session, actor: Actor, slug: str, lesson_slug: str, now: datetime) -> CourseState:
    """Record that the actor has read the lesson; return how far they are then."""
    version = browse.current_version(session, slug)
    lesson = browse.lesson_of(version, lesson_slug)
    start_course(session, actor.id, version.course_id, now)
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


def start_course(session: Session, person_id: int, course_id: int, now: datetime) -> None:
    """Record that the person has started the course. Idempotent."""
    insert_or_ignore(session, Progress, person_id=person_id, course_id=course_id, started_at=now)


def complete_if_done(session: Session, person_id: int, version: CourseVersion, now: datetime) -> CourseState:
    """Complete the course if all its requirements are met; return how far the person is then. Idempotent."""
    state = state_of(session, person_id, version)
    if not state.missing.is_empty or state.completed_at:
        return state
    start_course(session, person_id, version.course_id, now)
    first = session.execute(
        update(Progress)
        .where(Progress.person_id == person_id, Progress.course_id == version.course_id)
        .where(Progress.completed_at.is_(None))
        .values(completed_at=now)
        .returning(Progress.id)
    )
    if first.scalar_one_or_none() is not None:
        audit.record(session, "learning.complete", f"course:{version.course_id}", person_id, now)
        sitting = state.passed.sitting_id if state.passed else None
        events.emit(session, CourseCompleted(person_id, version.course_id, version.id, sitting), now)
    return state_of(session, person_id, version)


def reopen_course(
    session: Session, person_id: int, course_id: int, sitting_id: int | None, now: datetime
) -> None:
    """Open a course again whose completion, by this sitting, was withdrawn.

    If the sitting was annulled, another passed one completes the course, at once if there is one already. If
    the sitting still counts, or there was none, the lessons have to be read again.
    """
    of_person = (Progress.person_id == person_id, Progress.course_id == course_id)
    session.execute(update(Progress).where(*of_person).values(completed_at=None))
    version = session.scalar(
        select(CourseVersion)
        .join(Course, (Course.id == CourseVersion.course_id) & (Course.number == CourseVersion.number))
        .where(Course.id == course_id)
    )
    if version is None:
        return
    passed = state_of(session, person_id, version).passed
    if sitting_id is None or (passed and passed.sitting_id == sitting_id):
        session.execute(
            delete(LessonRead).where(LessonRead.person_id == person_id, LessonRead.course_id == course_id)
        )
    else:
        complete_if_done(session, person_id, version, now)


def exam_scored(session: Session, event: SittingScored, now: datetime) -> None:
    """Complete the courses for which a passed exam was the last requirement."""
    if not event.passed:
        return
    for version in session.scalars(_courses_ending_with(), {"exam": event.exam_id}):
        complete_if_done(session, event.person_id, version, now)


@cache
def _courses_ending_with() -> Select[CourseVersion]:
    """Return the query of the open courses that end with an exam; built once, as it runs whenever somebody passes."""
    slug = select(Exam.slug).where(Exam.id == bindparam("exam")).scalar_subquery()
    return (
        select(CourseVersion)
        .join(Course, (Course.id == CourseVersion.course_id) & (Course.number == CourseVersion.number))
        .where(Course.state == "open", CourseVersion.exam_slug == slug)
        .options(selectinload(CourseVersion.lessons))
    )


def check_bank(slug: str) -> str:
    """Return the name of the bank with a course's check questions."""
    return f"checks:{slug}"


def courses_under_way(session: Session, person_id: int, today: date) -> list[tuple[str, date | None]]:
    """Return the slugs of courses a person has started or is assigned and has not completed, soonest due first."""
    started = select(Progress.course_id).where(
        Progress.person_id == person_id, Progress.completed_at.is_(None)
    )
    completed = select(Progress.course_id).where(
        Progress.person_id == person_id, Progress.completed_at.is_not(None)
    )
    assigned = due_dates(reached_person(person_id), today)
    rows = session.execute(
        select(Course.slug, assigned.c.due)
        .outerjoin(assigned, assigned.c.course_id == Course.id)
        .where(Course.state == "open", Course.id.not_in(completed))
        .where(Course.id.in_(started) | assigned.c.course_id.is_not(None))
    ).all()
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: (row[1] is None, str(row[1])))


def count_completed(session: Session, person_id: int) -> tuple[int, int]:
    """Count the open courses that a person has completed, and those that are left."""
    completed = select(Progress.course_id).where(
        Progress.person_id == person_id, Progress.completed_at.is_not(None)
    )
    done = func.sum(case((Course.id.in_(completed), 1), else_=0))
    total, finished = session.execute(select(func.count(), done).where(Course.state == "open")).one()
    return finished or 0, total - (finished or 0)
