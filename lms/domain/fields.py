"""Read a table that a person wrote by hand, and collect all its problems."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from lms.domain import messages
from lms.domain.place import NOWHERE, FieldPath, Place
from lms.domain.problem import Problem, Text
from lms.domain.text.marks import read_points, read_share
from lms.domain.text.numbers import decimal_text, read_number
from lms.domain.text.typed import clean

T = TypeVar("T")
LONGEST_TEXT = 20_000
LONGEST_STEM = 1_500_000
"""A stem may be a whole document; 1 MB of text fits, in any script."""


def missing(where: str) -> Problem:
    """Return the problem that the value at `where` is missing."""
    return Problem(FieldPath(where), *messages.MISSING)


class Fields:
    """One table. Each method reads one key; for an invalid value it adds a problem and returns a default.

    `where` is the path of this table ("options[2]", counted from 1); rows share the list of problems.
    """

    def __init__(
        self, data: Any, known: Sequence[str], where: str = "", problems: list[Problem] | None = None
    ) -> None:
        self.where = where
        self.problems: list[Problem] = [] if problems is None else problems
        self.data: Mapping[str, Any] = {}
        self.is_table = type(data) is dict or isinstance(data, Mapping)
        if not self.is_table:
            self.add_problem("", *messages.NOT_A_TABLE)
            return
        self.data = data
        for name in data:
            if name not in known:
                self.add_problem(str(name)[:60], *messages.unknown_key(known))

    def path(self, name: str) -> str:
        """Return the path of the value of `name`, that of the table for ""."""
        return f"{self.where}.{name}" if self.where and name else self.where or name

    def add_problem(self, name: str, what: Text, how: Text, other: Place = NOWHERE) -> None:
        """Add a problem with the value of `name` ("" for the table itself), perhaps with an `other` place."""
        where = FieldPath(self.path(name)) if self.path(name) else NOWHERE
        self.problems.append(Problem(where, what, how, other=other))

    def add_missing(self, name: str) -> None:
        """Add the problem that the value of `name` is missing, unless the data is not a table."""
        if self.is_table:
            self.problems.append(missing(self.path(name)))

    def has(self, name: str) -> bool:
        """Return whether `name` has a value."""
        return self.data.get(name) is not None

    def result(self, body: T) -> T | list[Problem]:
        """Return what was read, or all problems if there are any."""
        return self.problems or body

    def text(self, name: str, *, required: bool = True) -> str:
        """Return a text without outer spaces, or "" if it is left out."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, str):
            self.add_problem(name, *messages.NOT_TEXT)
            return ""
        text = clean(value or "")
        if required and not text:
            self.add_missing(name)
        longest = LONGEST_STEM if name == "stem" else LONGEST_TEXT
        if len(text) > longest:
            self.add_problem(name, *messages.too_long(longest))
        return text

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.add_problem(name, *messages.NOT_A_FLAG)
        return default

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """Return one of the `allowed` values."""
        value = self.data.get(name)
        if value is None or value in allowed:
            return default if value is None else str(value)
        self.add_problem(name, *messages.not_allowed(allowed))
        return default

    def whole(self, name: str) -> int | None:
        """Return a whole number from 0, written without quotes, or None if it is left out."""
        value = self.data.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.add_problem(name, *messages.NOT_WHOLE)
        return None

    def share(self, name: str, default: Fraction, *, least: int = 0) -> Fraction:
        """Return a share of the full mark from `least` to 1."""
        value = self.data.get(name)
        if value is None:
            return default
        share = read_share(value)
        if share is not None and least <= share <= 1:
            return share
        self.add_problem(name, *messages.not_a_share(least))
        return default

    def number(self, name: str, default: Decimal | None = None, *, least: Decimal | None = None) -> Decimal:
        """Return an exact number, written in quotes; required if there is no default."""
        value = self.data.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            self.add_missing(name)
            return Decimal(0)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        number = read_number(str(value)) if is_whole or isinstance(value, str) else None
        if number is not None and (least is None or number >= least):
            return number
        self.add_problem(name, *messages.not_a_number("" if least is None else decimal_text(least)))
        return Decimal(0) if default is None else default

    def points(self, name: str) -> Decimal:
        """Return points above 0 with at most two decimal places; required."""
        points = read_points(self.data.get(name))
        if points:
            return points
        if self.has(name):
            self.add_problem(name, *messages.NOT_POINTS)
        else:
            self.add_missing(name)
        return Decimal(1)

    def rows(
        self, name: str, known: Sequence[str], *, short: str = "", least: int = 0, most: int = 26
    ) -> list["Fields"]:
        """Return the tables of a list. With `short`, a row that is only a text means {short = text}."""
        value = self.data.get(name)
        if value is None and least:
            self.add_missing(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.add_problem(name, *messages.NOT_A_LIST)
            return []
        if not least <= len(value) <= most:
            self.add_problem(name, *messages.wrong_count(len(value), least, most))
        return [
            Fields({short: row} if short and isinstance(row, str) else row, known,
                   f"{self.path(name)}[{number}]", self.problems)
            for number, row in enumerate(value[:most], 1)
        ]  # fmt: skip
