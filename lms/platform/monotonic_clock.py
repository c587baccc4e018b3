"""A clock that only runs forward: together with that of the machine it shows when the latter was set."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from lms.platform.clock import Clock, utcnow

SMALLEST_STEP = timedelta(seconds=5)
"""Smaller differences are the corrections of a time server."""


class MonotonicClock:
    """The time that may end things automatically, since this process started."""

    def __init__(self, wall: Clock = utcnow, running: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._running = wall, running
        self._wall_then, self._then = wall(), running()
        self._reported = timedelta(0)

    def now(self) -> datetime:
        """Return the earlier of the two: nothing ends early because the clock was set, in either direction.

        After the clock was set forward, this stays behind it until the process restarts.
        """
        return min(self._wall(), self._by_running())

    def step(self) -> timedelta | None:
        """Return by how much the clock was set since the last call, or None."""
        off = self._wall() - self._by_running()
        if abs(off - self._reported) <= SMALLEST_STEP:
            return None
        step, self._reported = off - self._reported, off
        return step

    def _by_running(self) -> datetime:
        return self._wall_then + timedelta(seconds=self._running() - self._then)
