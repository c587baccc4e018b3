"""When a sitting ends, and what is still in time. Only the server's clock comes in here."""

from datetime import datetime, timedelta

GRACE = timedelta(seconds=5)
"""For what was sent in time and took its time on the way."""
SETTLE = timedelta(seconds=15)
"""How much longer the tidying waits: what arrived in time may stand in a queue of writers."""
LATE_FOR = timedelta(days=7)
"""How long after its deadline late answers are still kept, for people to look at."""


def deadline(start: datetime, minutes: int, closes_at: datetime | None) -> datetime:
    """`minutes` after the start, or when the window closes if that is sooner."""
    end = start + timedelta(minutes=minutes)
    return end if closes_at is None else min(end, closes_at)


def in_time(deadline: datetime, now: datetime) -> bool:
    """Whether an answer that arrives now counts: up to the deadline and the grace, both included."""
    return now <= deadline + GRACE


def is_over(deadline: datetime, now: datetime) -> bool:
    """Whether the sitting has ended, by definition, whoever has noticed."""
    return not in_time(deadline, now)


def keeps_late(deadline: datetime, now: datetime) -> bool:
    """Whether an answer that arrives now is kept at all."""
    return now <= deadline + LATE_FOR


def window_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> bool:
    """Whether a sitting may start: from the opening on, and before the closing."""
    return (opens_at is None or opens_at <= now) and (closes_at is None or now < closes_at)


def next_start(last_end: datetime | None, wait_hours: int) -> datetime | None:
    """The first moment at which another attempt may start; nothing means at once."""
    return None if last_end is None or not wait_hours else last_end + timedelta(hours=wait_hours)
