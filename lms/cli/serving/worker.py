"""The loop that runs jobs and, at intervals, periodic work."""

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
from lms.results.item_statistics import queue_nightly
from lms.settings import Settings
from lms.sittings.finish.overdue import expire_overdue

log = logging.getLogger("lms.jobs")
IDLE = 1.0
"""Seconds until the next look for jobs when there was none."""
PAUSE_AFTER_ERROR = 5.0

PERIODIC: list[tuple[float, Callable[[Database, datetime], Any]]] = [
    (5.0, expire_overdue),
    (600.0, queue_nightly),
]
"""(interval in seconds, function)."""


def work(settings: Settings, parent: int = 0) -> None:
    """Work until SIGTERM or SIGINT, or until `parent` has ended. A running job is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent:
        os.nice(5)  # requests of people come first
    app = create_app(settings)
    runtime = app.extensions["lms"]
    due, clock = [0.0 for _ in PERIODIC], MonotonicClock()
    with hold(settings.data_dir / SERVING, shared=True):
        while not stop.is_set() and (not parent or os.getppid() == parent):
            try:
                do_periodic(runtime.db, clock, due)
                if not jobs.work_once(runtime.db, utcnow, runtime):
                    stop.wait(IDLE)
            except SQLAlchemyError:
                log.exception("the database does not answer; trying again")
                stop.wait(PAUSE_AFTER_ERROR)
    runtime.db.dispose()


def do_periodic(db: Database, clock: MonotonicClock, due: list[float]) -> None:
    """Run the periodic work that is due, by a clock that nobody can set; record that the system's clock was set."""
    if (step := clock.step()) is not None:
        _record_clock_change(db, step, clock.now())
    for number, (every, do) in enumerate(PERIODIC):
        if time.monotonic() >= due[number]:
            due[number] = time.monotonic() + every
            do(db, clock.now())


def _record_clock_change(db: Database, step: timedelta, now: datetime) -> None:
    seconds = round(step.total_seconds())
    log.error("the clock of this machine was set by %s seconds; sittings end by the running time", seconds)
    with db.transaction() as session:
        audit.record(session, "platform.clock_set", "clock", None, now, "failed", seconds=seconds)
