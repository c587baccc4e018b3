"""The one clock: aware UTC, read at the entry points and passed down as `now`."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utcnow() -> datetime:
    """Return the time of this machine, aware, in UTC."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """Return ISO 8601 in UTC with milliseconds and Z, as the API writes times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
