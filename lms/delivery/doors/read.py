"""What the pages of those who run an exam read from a form."""

from datetime import datetime

from flask import request

from lms.domain.beijing import BEIJING
from lms.domain.problem import Refused, Text

OWN = "own"
"""The choice of a reason in one's own words."""


def reason() -> str:
    """One's own words; without any, the ready reason that was chosen."""
    own = text("own", 500)
    chosen = text("reason", 500)
    return own or ("" if chosen == OWN else chosen)


def text(name: str, most: int = 200) -> str:
    """One line of text, without control characters."""
    raw = request.values.get(name, "")
    return "".join(c for c in raw if c >= " ").strip()[:most]


def whole(name: str) -> int:
    """A whole number; 0 for anything else."""
    raw = text(name, 12)
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def ids(name: str) -> list[int]:
    """Numbers of things, each once, in the order sent; what is no number stands for nothing."""
    found = [raw for raw in request.values.getlist(name) if raw.isascii() and raw.isdigit() and len(raw) < 16]
    return list(dict.fromkeys(int(raw) for raw in found))


def moment(name: str) -> datetime | None:
    """2026-11-23T09:00, Beijing time, as browsers write it; nothing for an empty field."""
    raw = text(name, 16)
    if not raw:
        return None
    try:
        return datetime.strptime(raw, "%Y-%m-%dT%H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise Refused(
            "time.malformed",
            Text("时间写法不对", "This is not a time"),
            Text("请写成 2026-11-23T09:00，或留空", "Write 2026-11-23T09:00, or leave it empty"),
            status=400,
            where=name,
        ) from None
