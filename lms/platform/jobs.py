"""Work that does not belong into a request: queued in the same transaction, done exactly as often as needed.

A job is taken with a lease; a worker that dies leaves it to the next one when the lease is over.
Handlers must therefore be harmless when run twice.
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
    """A piece of work and how far it is."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'parked')", name="state"),
        Index("ix_job_state_due", "state", "due"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="queued")
    """queued, running, done, or parked: failed too often, waiting for a person."""
    due: Mapped[datetime] = mapped_column(UtcTime)
    """Not before this; while running, the end of the lease."""
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None]
    """The person who asked for it and may see its result."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Work:
    """What a handler is given: the payload, the database, the time, and a way to say how far it is."""

    def __init__(self, job: Job, db: Database, clock: Clock, tools: Any) -> None:
        self.id, self.payload, self.owner_id = job.id, job.payload, job.owner_id
        self.db, self.clock, self.tools = db, clock, tools

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; also renews the lease."""
        with self.db.transaction() as session:
            until = self.clock() + LEASE
            session.execute(update(Job).where(Job.id == self.id).values(done=done, total=total, due=until))


Handler = Callable[[Work], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Declare who does jobs of this kind."""

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
    """Queue work; it exists if and only if this transaction commits, and is begun after `wait`."""
    job = Job(kind=kind, payload=payload, due=now + wait, owner_id=owner_id, created_at=now)
    session.add(job)
    session.flush()
    return job


def of_owner(session: Session, owner_id: int, job_id: int) -> Job | None:
    """A job of this person; other people's jobs do not exist for them."""
    return session.scalar(select(Job).where(Job.id == job_id, Job.owner_id == owner_id))


def work_once(db: Database, clock: Clock, tools: Any) -> bool:
    """Do one job that is due. False if there was none. `tools` is handed to the handler."""
    job = _take(db, clock())
    if job is None:
        return False
    try:
        result = _handlers[job.kind](Work(job, db, clock, tools))
    except Exception as error:
        log.exception("job %s %s failed", job.id, job.kind)
        _put_back(db, job, clock(), repr(error))
        return True
    with db.transaction() as session:
        session.execute(update(Job).where(Job.id == job.id).values(state="done", result=result, error=""))
    return True


def _take(db: Database, now: datetime) -> Job | None:
    due = (
        select(Job)
        .where(Job.state.in_(("queued", "running")), Job.due <= now)
        .order_by(Job.due, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with db.read() as session:  # an idle worker must not stand in the writers' queue
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


def _put_back(db: Database, job: Job, now: datetime, error: str) -> None:
    state = "parked" if job.tries >= TRIES else "queued"
    wait = timedelta(seconds=2**job.tries)
    with db.transaction() as session:
        session.execute(
            update(Job).where(Job.id == job.id).values(state=state, due=now + wait, error=error[:2000])
        )
