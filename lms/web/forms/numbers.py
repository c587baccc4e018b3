"""Fields of page forms that read whole and decimal numbers, within limits that they name."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import printable
from lms.web.forms.fields import Field
from lms.web.forms.validators import said

LARGEST = 2**31 - 1
"""The largest whole number that every database holds."""


class Number(Field):
    """What whole and decimal numbers share: full-width digits are read, limits are named."""

    nothing = (Text("没有填写", "It is empty"), Text("请填写数字", "fill in a number"))
    pattern = re.compile("")
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
        super().__init__(label, validators, **more)
        self.least, self.most = least, most

    def read(self, raw: str) -> Any:
        """The number; None for an empty field."""
        typed = unicodedata.normalize("NFKC", printable(raw)).strip()
        if not typed:
            return None
        if not self.pattern.fullmatch(typed):
            raise ValueError(said(Text("应是", "It must be ") + self.name_of_kind, self.example()))
        number = Decimal(typed)
        if not self.least <= number <= self.most:
            raise ValueError(self._beyond())
        return self.value(number)

    def value(self, number: Decimal) -> Any:
        """The number in the type of the field."""
        return number

    def example(self) -> Text:
        """How to write it."""
        number = min(max(self.least, 10), self.most)
        return Text(f"请用数字填写，如 {number}", f"write digits such as {number}")

    def _beyond(self) -> Text:
        least, most = decimal_text(Decimal(self.least)), decimal_text(Decimal(self.most))
        limits = Text(f"应在 {least} 到 {most} 之间", f"It must be from {least} to {most}")
        return said(limits, Text("请改正", "correct it"))


class Whole(Number):
    """A whole number or None."""

    data: int | None
    pattern = re.compile(r"-?\d{1,19}", re.ASCII)
    name_of_kind = Text("整数", "a whole number")

    def value(self, number: Decimal) -> int:
        """An int."""
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
        """Never 1E+1; what is kept as text stays as it is."""
        return f"{data:f}" if isinstance(data, Decimal) else str(data)

    def example(self) -> Text:
        """How to write it."""
        return Text(
            f"请写成 8 或 7.5，小数至多 {self.places} 位",
            f"write it as 8 or 7.5, at most {self.places} decimals",
        )
