"""Fields of page forms for whole and decimal numbers, within limits that their errors name."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import printable
from lms.web.forms import messages
from lms.web.forms.fields import Field
from lms.web.forms.validators import error_text

LARGEST = 2**31 - 1
"""The largest whole number that every database holds."""


class Number(Field):
    """Base of whole and decimal numbers: reads full-width digits too, and checks limits."""

    when_empty = messages.NO_NUMBER
    pattern = re.compile("")
    keyboard = "decimal"
    """Which keyboard a phone shows."""
    name_of_kind = Text("", "")

    def __init__(
        self,
        label: Text,
        validators: Sequence[Any] = (),
        *,
        least: int | Decimal = 0,
        most: int | Decimal = LARGEST,
        **more: Any,
    ) -> None:
        render_kw = {"inputmode": self.keyboard, **more.pop("render_kw", {})}
        super().__init__(label, validators, render_kw=render_kw, **more)
        self.least, self.most = least, most

    def read(self, raw: str) -> Any:
        """Return the number, or None for an empty field. Raise ValueError if it is none, or outside the limits."""
        typed = unicodedata.normalize("NFKC", printable(raw)).strip()
        if not typed:
            return None
        if not self.pattern.fullmatch(typed):
            raise ValueError(error_text(*messages.not_of_kind(self.name_of_kind, self.example())))
        number = Decimal(typed)
        if not self.least <= number <= self.most:
            raise ValueError(self._out_of_range())
        return self.value(number)

    def value(self, number: Decimal) -> Any:
        """Return the number in the type of the field."""
        return number

    def example(self) -> Text:
        """Return how to write it."""
        number = min(max(self.least, 10), self.most)
        return messages.digits_example(number)

    def _out_of_range(self) -> Text:
        least, most = decimal_text(Decimal(self.least)), decimal_text(Decimal(self.most))
        return error_text(*messages.out_of_range(least, most))


class Whole(Number):
    """A whole number or None."""

    data: int | None
    pattern = re.compile(r"-?\d{1,19}", re.ASCII)
    keyboard = "numeric"
    name_of_kind = Text("整数", "a whole number")

    def value(self, number: Decimal) -> int:
        """Return an int."""
        return int(number)


class DecimalNumber(Number):
    """A Decimal or None, with at most `places` digits after the point."""

    data: Decimal | None
    name_of_kind = Text("数字", "a number")

    def __init__(self, label: Text, validators: Sequence[Any] = (), *, places: int = 2, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.places = places
        self.pattern = re.compile(rf"-?\d{{1,12}}(\.\d{{1,{places}}})?", re.ASCII)

    def written(self, data: Any) -> str:
        """Return the digits, never 1E+1; a text is returned as it is."""
        return f"{data:f}" if isinstance(data, Decimal) else str(data)

    def example(self) -> Text:
        """Return how to write it."""
        return messages.decimals_example(self.places)
