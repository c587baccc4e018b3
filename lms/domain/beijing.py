"""The time zone of China: pages and files show it; the database and the API use UTC."""

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing_day(at: datetime) -> date:
    """Return the day on which this time falls in Beijing."""
    return at.astimezone(BEIJING).date()


def format_beijing_time(at: datetime | None) -> str:
    """Return the time in Beijing, "2026-11-23 09:00:00"; a dash for None."""
    return "—" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
