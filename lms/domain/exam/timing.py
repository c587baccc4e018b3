"""When a sitting ends, and what is still in time. Only the server's clock comes in here."""

from datetime import datetime, timedelta
from decimal import ROUND_CEILING

from lms.domain.exam.allowance import STANDARD, Allowance

GRACE = timedelta(seconds=5)
"""For what was sent in time and took its time on the way."""
SETTLE = timedelta(seconds=15)
"""How much longer the tidying waits: what arrived in time may stand in a queue of writers."""
LATE_FOR = timedelta(days=7)
"""How long after its deadline late answers are still kept, for people to look at."""
WITHOUT_LIMIT = timedelta(days=7)
"""A sitting without a limit of time ends all the same, or nobody would ever score it."""


def deadline(
    start: datetime, minutes: int, closes_at: datetime | None, allowance: Allowance = STANDARD
) -> datetime:
    """`minutes` and what is allowed beyond them after the start, or the closing of the window if that is sooner.

    What an invigilator adds later, by a pause or an extension, is added to this and not cut by the window.
    """
    if allowance.unlimited:
        end = start + WITHOUT_LIMIT
    else:
        seconds = int((minutes * 60 * allowance.factor).to_integral_value(ROUND_CEILING))
        end = start + timedelta(seconds=seconds, minutes=allowance.extra_minutes)
    return end if closes_at is None or allowance.past_window else min(end, closes_at)


def resumed(deadline: datetime, paused_at: datetime, now: datetime) -> datetime:
    """The deadline after a pause: as much time is left as when it began. A clock set back takes nothing."""
    return deadline + max(now - paused_at, timedelta(0))


def in_time(deadline: datetime, now: datetime) -> bool:
    """Whether an answer that arrives now counts: up to the deadline and the grace, both included."""
    return now <= deadline + GRACE


def is_over(deadline: datetime, now: datetime) -> bool:
    """Whether the sitting has ended, by definition, whoever has noticed."""
    return not in_time(deadline, now)


def keeps_late(deadline: datetime, now: datetime) -> bool:
    """Whether an answer that arrives now is kept at all."""
    return now <= deadline + LATE_FOR


def window_open(
    opens_at: datetime | None, closes_at: datetime | None, now: datetime, allowance: Allowance = STANDARD
) -> bool:
    """Whether a sitting may start: from the opening on, and before the closing."""
    return (opens_at is None or opens_at <= now) and (
        closes_at is None or now < closes_at or allowance.past_window
    )


def next_start(last_end: datetime | None, wait_hours: int) -> datetime | None:
    """The first moment at which another attempt may start; nothing means at once."""
    return None if last_end is None or not wait_hours else last_end + timedelta(hours=wait_hours)
