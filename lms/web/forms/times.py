"""Fields of page forms that read days and moments, as browsers and people write them."""

import re
import unicodedata
from datetime import date, datetime

from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.web.forms.fields import Field
from lms.web.forms.validators import said

YEARS = range(1990, 2201)
"""Days outside of them are slips of the hand, and a time zone must not leave the calendar."""


class Day(Field):
    """A date or None, from 1990 to 2200."""

    type_of_input = "date"
    data: date | None
    nothing = (
        Text("没有填写日期", "There is no date"),
        Text("请填写，如 2026-11-23", "fill it in, such as 2026-11-23"),
    )

    def read(self, raw: str) -> date | None:
        """2026-11-23."""
        typed = unicodedata.normalize("NFKC", raw).strip()
        if not typed:
            return None
        found = _moment(typed) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed, re.ASCII) else None
        if found is None:
            raise ValueError(
                said(
                    Text("不是日期", "This is not a date"),
                    Text("请写成 2026-11-23", "write it as 2026-11-23"),
                )
            )
        _within_years(found)
        return found.date()


class Moment(Field):
    """A moment or None. Typed and shown in Beijing time, as browsers write it."""

    type_of_input = "datetime-local"
    data: datetime | None
    nothing = (
        Text("没有填写时间", "There is no time"),
        Text("请填写，如 2026-11-23T09:00", "fill it in, such as 2026-11-23T09:00"),
    )

    def written(self, data: datetime) -> str:
        """2026-11-23T09:00."""
        return data.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")

    def read(self, raw: str) -> datetime | None:
        """2026-11-23T09:00, perhaps with seconds, or a blank for the T."""
        typed = unicodedata.normalize("NFKC", raw).strip()
        if not typed:
            return None
        fits = re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", typed, re.ASCII)
        found = _moment(typed) if fits else None
        if found is None:
            raise ValueError(
                said(
                    Text("不是时间", "This is not a time"),
                    Text("请写成 2026-11-23T09:00", "write it as 2026-11-23T09:00"),
                )
            )
        _within_years(found)
        return found.replace(tzinfo=BEIJING)


def _moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:  # 2026-02-30
        return None


def _within_years(found: datetime) -> None:
    if found.year not in YEARS:
        first, last = YEARS[0], YEARS[-1]
        what = Text(f"年份应在 {first} 到 {last} 之间", f"The year must be from {first} to {last}")
        raise ValueError(said(what, Text("请改正", "correct it")))
