"""Releases results: from then on they count, and their candidates may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Integer, and_, cast, func, select, update
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.exam.blueprint import Plan
from lms.domain.problem import Text
from lms.exams.models import Exam, ExamVersion
from lms.exams.published import plan_of
from lms.platform import audit, events
from lms.platform.db.insert import insert_or_ignore, table_of
from lms.results import messages
from lms.results.events import SittingScored
from lms.results.models import Release, ScoreRun
from lms.sittings.events import SittingJudged
from lms.sittings.models import Sitting
from lms.sittings.start import attempts

_BATCH = 500
_NEW = timedelta(days=7)
"""How long a result is new."""
_WITH_SUBMISSION = timedelta(minutes=5)
"""A result released so soon after the end was seen with the submission."""
_RUN = table_of(ScoreRun)


@dataclass(frozen=True, slots=True)
class Releasable:
    """An exam version whose results are released by hand, and how far its sittings are."""

    version_id: int
    slug: str
    number: int
    plan: Plan
    sittings: int
    final: int
    released_at: datetime | None

    @property
    def waiting(self) -> int:
        """Sittings still open or being marked."""
        return self.sittings - self.final


def releasable_versions(session: Session) -> list[Releasable]:
    """Return the versions whose results are released by hand and that have been sat, newest first."""
    rows = session.execute(
        select(
            ExamVersion.id,
            Exam.slug,
            ExamVersion.number,
            ExamVersion.plan,
            func.count(Sitting.id).label("sittings"),
            func.coalesce(func.sum(cast(ScoreRun.state == "final", Integer)), 0).label("final"),
            Release.at,
        )
        .join(Exam, Exam.id == ExamVersion.exam_id)
        .join(Sitting, Sitting.exam_version_id == ExamVersion.id)
        .outerjoin(ScoreRun, (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current)
        .outerjoin(Release, Release.exam_version_id == ExamVersion.id)
        .where(ExamVersion.plan["release"].as_string() == "by_hand")
        .group_by(ExamVersion.id, Exam.slug, Release.at)
        .order_by(ExamVersion.id.desc())
    )
    return [
        Releasable(row.id, row.slug, row.number, plan_of(row.plan), row.sittings, row.final, row.at)
        for row in rows
    ]


def release(session: Session, actor: Actor, version_id: int, now: datetime) -> int:
    """Release an exam version; return how many results count from now on.

    Those that become final later count at once. Idempotent. Raise Refused (409) for a version whose
    results are released automatically.
    """
    version = session.scalar(select(ExamVersion).where(ExamVersion.id == version_id).with_for_update())
    if version is None:
        raise messages.no_exam()
    if plan_of(version.plan).release != "by_hand":
        raise messages.released_at_once()
    if not insert_or_ignore(session, Release, exam_version_id=version_id, at=now, by_id=actor.id):
        return 0
    runs = session.scalars(
        select(ScoreRun.id)
        .join(Sitting, Sitting.id == ScoreRun.sitting_id)
        .where(Sitting.exam_version_id == version_id, ScoreRun.current, ScoreRun.state == "final")
        .order_by(ScoreRun.id)
    ).all()
    for start in range(0, len(runs), _BATCH):
        release_runs(session, runs[start : start + _BATCH], now)
    facts = {"slug": version.exam.slug, "number": version.number, "results": len(runs)}
    audit.record(session, "results.release", f"exam_version:{version_id}", actor.id, now, "ok", **facts)
    return len(runs)


def release_runs(session: Session, run_ids: Sequence[int], now: datetime) -> None:
    """Let these final runs count, and emit their results."""
    session.execute(update(_RUN).where(_RUN.c.id.in_(run_ids)).values(released_at=now))
    _emit_results(session, _RUN.c.id.in_(run_ids), now)


def annulment_changed(session: Session, event: SittingJudged, now: datetime) -> None:
    """Emit the result of a sitting that was annulled or restored. Its runs stay as they are."""
    released = (_RUN.c.current, _RUN.c.released_at.is_not(None))
    _emit_results(session, and_(_RUN.c.sitting_id == event.sitting_id, *released), now)


def _emit_results(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    c = table_of(Sitting).c
    results = select(c.id, c.person_id, c.exam_id, c.annulled, _RUN.c.passed).join(
        _RUN, _RUN.c.sitting_id == c.id
    )
    for row in session.execute(results.where(which).order_by(c.id)).all():
        passed = bool(row.passed) and row.annulled is None
        attempts.record_result(session, row.id, passed)
        events.emit(session, SittingScored(row.id, row.person_id, row.exam_id, passed), now)


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result that its candidate could not see when the exam was submitted."""

    sitting_id: int
    title: Text
    released_at: datetime


def new_results(session: Session, actor: Actor, now: datetime) -> list[NewResult]:
    """Return the actor's results that were released in the last week, and not with the submission, newest first."""
    rows = session.execute(
        select(Sitting.id, Sitting.ended_at, ExamVersion.plan, ScoreRun.released_at)
        .join(ScoreRun, (ScoreRun.sitting_id == Sitting.id) & ScoreRun.current)
        .join(ExamVersion, ExamVersion.id == Sitting.exam_version_id)
        .where(Sitting.person_id == actor.id, Sitting.annulled.is_(None))
        .where(ScoreRun.released_at > now - _NEW, ScoreRun.released_at <= now)
        .order_by(ScoreRun.released_at.desc(), Sitting.id)
    )
    return [
        NewResult(row.id, plan_of(row.plan).title, row.released_at)
        for row in rows
        if row.ended_at is None or row.released_at - row.ended_at > _WITH_SUBMISSION
    ]
