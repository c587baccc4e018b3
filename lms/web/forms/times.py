"""Fields of page forms for days and moments, as browsers and people write them."""

import re
import unicodedata
from datetime import date, datetime

from lms.domain.beijing import BEIJING
from lms.web.forms import messages
from lms.web.forms.fields import Field
from lms.web.forms.validators import error_text

YEARS = range(1990, 2201)
"""Other years are typing errors, and a time zone must not lead out of the calendar."""


class _Time(Field):
    """Base of days and moments: one way to write them, and plausible years."""

    pattern = re.compile("")
    unreadable = messages.NOT_A_TIME
    """What is wrong, and what to do, if it cannot be read."""

    def moment(self, raw: str) -> datetime | None:
        """Return what was typed, without a time zone, or None for an empty field. Raise ValueError if it is neither."""
        typed = unicodedata.normalize("NFKC", raw).strip()
        if not typed:
            return None
        try:
            if not self.pattern.fullmatch(typed):
                raise ValueError
            moment = datetime.fromisoformat(typed)  # refuses 2026-02-30
        except ValueError:
            raise ValueError(error_text(*self.unreadable)) from None
        if moment.year not in YEARS:
            raise ValueError(error_text(*messages.year_out_of_range(YEARS[0], YEARS[-1])))
        return moment


class Day(_Time):
    """A date or None, from 1990 to 2200."""

    type_of_input = "date"
    data: date | None
    pattern = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
    unreadable = messages.NOT_A_DATE
    when_empty = messages.NO_DATE

    def read(self, raw: str) -> date | None:
        """Return the date; it is typed as 2026-11-23."""
        moment = self.moment(raw)
        return moment and moment.date()


class Moment(_Time):
    """A moment or None. Typed and shown in Beijing time, as browsers write it."""

    type_of_input = "datetime-local"
    data: datetime | None
    pattern = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)
    unreadable = messages.NOT_A_TIME
    when_empty = messages.NO_TIME

    def written(self, data: datetime) -> str:
        """Return it as 2026-11-23T09:00."""
        return data.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")

    def read(self, raw: str) -> datetime | None:
        """Return the moment; it is typed as 2026-11-23T09:00, perhaps with seconds, or a space for the T."""
        moment = self.moment(raw)
        return moment and moment.replace(tzinfo=BEIJING)
