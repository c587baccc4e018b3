"""Beside the clock on the wall one that only runs forward: together they tell when the machine's clock was set."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from lms.platform.clock import Clock, utcnow

NOTABLE = timedelta(seconds=5)
"""A clock that is kept by a time server moves by less, and slowly."""


class MonotonicClock:
    """What may be trusted for ending things by themselves, since this process began."""

    def __init__(self, wall: Clock = utcnow, running: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._running = wall, running
        self._wall_then, self._then = wall(), running()
        self._told = timedelta(0)

    def now(self) -> datetime:
        """The earlier of the two: nothing ends early because somebody set the clock, in either direction.

        After a clock was set forward this stays behind it until the process starts anew.
        """
        return min(self._wall(), self._by_running())

    def step(self) -> timedelta | None:
        """By how much the clock was set since it was last asked; nothing if it was not."""
        off = self._wall() - self._by_running()
        if abs(off - self._told) <= NOTABLE:
            return None
        step, self._told = off - self._told, off
        return step

    def _by_running(self) -> datetime:
        return self._wall_then + timedelta(seconds=self._running() - self._then)
