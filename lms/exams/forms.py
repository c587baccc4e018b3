"""Reads the window of an exam from its form: Beijing time, as browsers write it."""

from datetime import datetime

from lms.domain.beijing import BEIJING
from lms.domain.problem import Refused, Text


def moment(text: str) -> datetime | None:
    """2026-11-23T09:00 as a moment; nothing for an empty field."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip()[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise Refused(
            "exam.time",
            Text("时间写法不对", "This is not a time"),
            Text("请写成 2026-11-23T09:00，或留空", "Write 2026-11-23T09:00, or leave it empty"),
            status=400,
        ) from None


def written(moment: datetime | None) -> str:
    """The same the other way round."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M") if moment else ""
