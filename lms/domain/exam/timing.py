"""When a sitting ends, and which answers are in time. Every time is the server's."""

from datetime import datetime, timedelta
from decimal import ROUND_CEILING

from lms.domain.exam.allowance import STANDARD, Allowance

GRACE = timedelta(seconds=5)
"""For answers that were sent in time and arrive a little later."""
SETTLE = timedelta(seconds=15)
"""How much longer the job that ends sittings waits: answers that arrived in time may be queued for writing."""
LATE_FOR = timedelta(days=7)
"""How long after the deadline late answers are still stored, for people to decide about."""
WITHOUT_LIMIT = timedelta(days=7)
"""A sitting without a time limit ends all the same, or it would never be scored."""


def deadline(
    start: datetime, minutes: int, closes_at: datetime | None, allowance: Allowance = STANDARD
) -> datetime:
    """Return the start plus `minutes` and the allowance, or the end of the window if that is sooner.

    Time that an invigilator adds later, by a pause or an extension, is added to this and not cut by the window.
    """
    if allowance.unlimited:
        end = start + WITHOUT_LIMIT
    else:
        seconds = int((minutes * 60 * allowance.factor).to_integral_value(ROUND_CEILING))
        end = start + timedelta(seconds=seconds, minutes=allowance.extra_minutes)
    return end if closes_at is None or allowance.past_window else min(end, closes_at)


def resumed(deadline: datetime, paused_at: datetime, now: datetime) -> datetime:
    """Return the deadline after a pause: as much time is left as when it began, even if the clock was set back."""
    return deadline + max(now - paused_at, timedelta(0))


def in_time(deadline: datetime, now: datetime) -> bool:
    """Return whether an answer that arrives now counts: up to the deadline and the grace, both included."""
    return now <= deadline + GRACE


def is_over(deadline: datetime, now: datetime) -> bool:
    """Return whether the sitting has ended: by definition, whether or not it was recorded."""
    return not in_time(deadline, now)


def keeps_late(deadline: datetime, now: datetime) -> bool:
    """Return whether an answer that arrives now is still stored."""
    return now <= deadline + LATE_FOR


def window_open(
    opens_at: datetime | None, closes_at: datetime | None, now: datetime, allowance: Allowance = STANDARD
) -> bool:
    """Return whether a sitting may start: from the opening on, and before the closing."""
    return (opens_at is None or opens_at <= now) and (
        closes_at is None or now < closes_at or allowance.past_window
    )


def next_start(last_end: datetime | None, wait_hours: int) -> datetime | None:
    """Return the first moment at which another attempt may start; None means at once."""
    return None if last_end is None or not wait_hours else last_end + timedelta(hours=wait_hours)
