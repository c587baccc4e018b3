"""The loop that does jobs and, every few seconds, what time itself makes due."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from lms.app import create_app
from lms.platform import audit, jobs
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.locks import SERVING, hold
from lms.platform.monotonic_clock import MonotonicClock
from lms.results.item_statistics import count_nightly
from lms.settings import Settings
from lms.sittings.finish.overdue import expire_overdue

log = logging.getLogger("lms.jobs")
IDLE = 1.0
"""Seconds between two looks for jobs when there was none."""
REST_AFTER_TROUBLE = 5.0

PERIODIC: list[tuple[float, Callable[[Database, datetime], Any]]] = [
    (5.0, expire_overdue),
    (600.0, count_nightly),
]
"""(seconds, what is done every so many seconds)."""


def work(settings: Settings, parent: int = 0) -> None:
    """Work until SIGTERM or SIGINT, or until `parent` is gone. A job under way is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent:
        os.nice(5)  # beside a server that has people waiting
    app = create_app(settings)
    frame = app.extensions["lms"]
    due, steady = [0.0 for _ in PERIODIC], MonotonicClock()
    with hold(settings.data_dir / SERVING, shared=True):
        while not stop.is_set() and (not parent or os.getppid() == parent):
            try:
                periodic(frame.db, steady, due)
                if not jobs.work_once(frame.db, utcnow, frame):
                    stop.wait(IDLE)
            except SQLAlchemyError:
                log.exception("the database does not answer; trying again")
                stop.wait(REST_AFTER_TROUBLE)
    frame.db.dispose()


def periodic(db: Database, steady: MonotonicClock, due: list[float]) -> None:
    """Do what is due, at a time that nobody can set forward; a clock that was set is noted."""
    if (step := steady.step()) is not None:
        _note(db, step, steady.now())
    for number, (every, do) in enumerate(PERIODIC):
        if time.monotonic() >= due[number]:
            due[number] = time.monotonic() + every
            do(db, steady.now())


def _note(db: Database, step: timedelta, now: datetime) -> None:
    seconds = round(step.total_seconds())
    log.error("the clock of this machine was set by %s seconds; sittings end by the running time", seconds)
    with db.transaction() as session:
        audit.record(session, "platform.clock_set", "clock", None, now, "failed", seconds=seconds)
