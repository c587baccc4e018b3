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


class _Time(Field):
    """What days and moments share: one way to write them, and sensible years."""

    pattern = re.compile("")
    none = (Text("", ""), Text("", ""))
    """What is wrong, and what to do, where it cannot be read."""

    def moment(self, raw: str) -> datetime | None:
        """What was typed, without a time zone; None for an empty field."""
        typed = unicodedata.normalize("NFKC", raw).strip()
        if not typed:
            return None
        try:
            if not self.pattern.fullmatch(typed):
                raise ValueError
            found = datetime.fromisoformat(typed)  # refuses 2026-02-30
        except ValueError:
            raise ValueError(said(*self.none)) from None
        if found.year not in YEARS:
            first, last = YEARS[0], YEARS[-1]
            what = Text(f"年份应在 {first} 到 {last} 之间", f"The year must be from {first} to {last}")
            raise ValueError(said(what, Text("请改正", "correct it")))
        return found


class Day(_Time):
    """A date or None, from 1990 to 2200."""

    type_of_input = "date"
    data: date | None
    pattern = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
    none = (Text("不是日期", "This is not a date"), Text("请写成 2026-11-23", "write it as 2026-11-23"))
    nothing = (
        Text("没有填写日期", "There is no date"),
        Text("请填写，如 2026-11-23", "fill it in, such as 2026-11-23"),
    )

    def read(self, raw: str) -> date | None:
        """2026-11-23."""
        found = self.moment(raw)
        return found and found.date()


class Moment(_Time):
    """A moment or None. Typed and shown in Beijing time, as browsers write it."""

    type_of_input = "datetime-local"
    data: datetime | None
    pattern = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)
    none = (
        Text("不是时间", "This is not a time"),
        Text("请写成 2026-11-23T09:00", "write it as 2026-11-23T09:00"),
    )
    nothing = (
        Text("没有填写时间", "There is no time"),
        Text("请填写，如 2026-11-23T09:00", "fill it in, such as 2026-11-23T09:00"),
    )

    def written(self, data: datetime) -> str:
        """2026-11-23T09:00."""
        return data.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")

    def read(self, raw: str) -> datetime | None:
        """2026-11-23T09:00, perhaps with seconds, or a blank for the T."""
        found = self.moment(raw)
        return found and found.replace(tzinfo=BEIJING)
