"""Records a completion as it was at that moment, and credits its hours."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.models import CourseVersion
from lms.learning.events import CourseCompleted
from lms.people.models import Person
from lms.platform import audit, events
from lms.records.events import CompletionRecorded
from lms.records.models import CompletionRecord, HoursEntry
from lms.records.year import training_year
from lms.results.models import ScoreRun


def course_completed(session: Session, event: CourseCompleted, now: datetime) -> None:
    """Add the record and the hours of a completed course, and emit CompletionRecorded."""
    record = _snapshot(session, event, now)
    session.add(record)
    session.flush()
    session.add(
        HoursEntry(
            person_id=record.person_id,
            record_id=record.id,
            hours=record.hours,
            year=training_year(now),
            at=now,
        )
    )
    audit.record(
        session, "records.complete", f"record:{record.id}", event.person_id, now, course=record.course_slug
    )
    events.emit(session, CompletionRecorded(record.id), now)


def _snapshot(session: Session, event: CourseCompleted, now: datetime) -> CompletionRecord:
    person = session.get_one(Person, event.person_id)
    version = session.get_one(CourseVersion, event.version_id)
    last_round = session.scalar(
        select(func.max(CompletionRecord.round)).where(
            CompletionRecord.person_id == event.person_id, CompletionRecord.course_id == event.course_id
        )
    )
    run = None
    if event.sitting_id is not None:
        run = session.scalar(
            select(ScoreRun).where(ScoreRun.sitting_id == event.sitting_id, ScoreRun.current)
        )
    return CompletionRecord(
        person_id=person.id,
        login=person.login,
        name=person.name,
        post=person.post,
        rank=person.rank,
        unit_id=person.unit_id,
        unit_name=person.unit.name,
        unit_path=person.unit.path,
        course_id=version.course_id,
        course_slug=version.course.slug,
        course_version_id=version.id,
        course_title=version.title,
        competency_id=version.course.competency_id,
        level=version.level,
        hours=version.hours,
        sitting_id=event.sitting_id,
        score=run.total if run else None,
        most=run.most if run else None,
        completed_at=now,
        round=(last_round or 0) + 1,
    )
