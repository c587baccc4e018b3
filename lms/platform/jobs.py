"""Background jobs: long work that is queued in the transaction of a request, and done by a worker.

A worker claims a job with a lease; if it dies, another one claims the job when the lease is over.
Handlers must therefore be idempotent.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.platform.clock import Clock
from lms.platform.db.database import Base, Database
from lms.platform.db.types import BigId, UtcTime

log = logging.getLogger("lms.jobs")
LEASE = timedelta(seconds=60)
TRIES = 5


class Job(Base):
    """A job and its progress."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'parked')", name="state"),
        Index("ix_job_state_due", "state", "due"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="queued")
    """queued, running, done, or parked: failed too often, waits for a person."""
    due: Mapped[datetime] = mapped_column(UtcTime)
    """When it may start; while running, the end of the lease."""
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None]
    """The person who asked for it and may see its result."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Work:
    """What a handler gets: the payload, the database, the clock, and a way to report progress."""

    def __init__(self, job: Job, db: Database, clock: Clock, tools: Any) -> None:
        self.id, self.payload, self.owner_id = job.id, job.payload, job.owner_id
        self.db, self.clock, self.tools = db, clock, tools

    def progress(self, done: int, total: int) -> None:
        """Report progress, and renew the lease."""
        with self.db.transaction() as session:
            until = self.clock() + LEASE
            session.execute(update(Job).where(Job.id == self.id).values(done=done, total=total, due=until))


Handler = Callable[[Work], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function as the handler of jobs of this kind."""

    def declare(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return declare


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
    owner_id: int | None = None,
    wait: timedelta = timedelta(0),
) -> Job:
    """Queue a job; it exists if and only if this transaction commits, and starts after `wait` at the earliest."""
    job = Job(kind=kind, payload=payload, due=now + wait, owner_id=owner_id, created_at=now)
    session.add(job)
    session.flush()
    return job


def job_of(session: Session, owner_id: int, job_id: int, *kinds: str) -> Job | None:
    """Return a job of this person and of one of these kinds, or None; other people's jobs do not exist for them."""
    return session.scalar(select(Job).where(Job.id == job_id, Job.owner_id == owner_id, Job.kind.in_(kinds)))


def work_once(db: Database, clock: Clock, tools: Any) -> bool:
    """Do one job that is due. Return False if there was none. `tools` is passed to the handler."""
    job = _claim(db, clock())
    if job is None:
        return False
    try:
        result = _handlers[job.kind](Work(job, db, clock, tools))
    except Exception as error:
        log.exception("job %s %s failed", job.id, job.kind)
        _requeue(db, job, clock(), repr(error))
        return True
    with db.transaction() as session:
        session.execute(update(Job).where(Job.id == job.id).values(state="done", result=result, error=""))
    return True


def _claim(db: Database, now: datetime) -> Job | None:
    due = (
        select(Job)
        .where(Job.state.in_(("queued", "running")), Job.due <= now)
        .order_by(Job.due, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with db.read() as session:  # an idle worker must not wait in the queue of writers
        if (
            session.scalar(
                select(Job.id).where(Job.state.in_(("queued", "running")), Job.due <= now).limit(1)
            )
            is None
        ):
            return None
    with db.transaction() as session:
        job = session.scalar(due)
        if job is None:
            return None
        if job.tries >= TRIES:
            job.state, job.error = "parked", job.error or "lost by its workers"
            return None
        job.state, job.due, job.tries = "running", now + LEASE, job.tries + 1
        return job


def _requeue(db: Database, job: Job, now: datetime, error: str) -> None:
    state = "parked" if job.tries >= TRIES else "queued"
    wait = timedelta(seconds=2**job.tries)
    with db.transaction() as session:
        session.execute(
            update(Job).where(Job.id == job.id).values(state=state, due=now + wait, error=error[:2000])
        )
