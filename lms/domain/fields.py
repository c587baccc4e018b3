"""Reads a table that somebody wrote by hand and remembers everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from lms.domain.place import NOWHERE, FieldPath, Place
from lms.domain.problem import Problem, Text
from lms.domain.text.marks import read_points, read_share
from lms.domain.text.numbers import decimal_text, read_number
from lms.domain.text.typed import clean

T = TypeVar("T")
LONGEST_TEXT = 20_000
LONGEST_STEM = 1_500_000
"""Whole documents are asked about; 1 MB of text fits, in any script."""


def missing(where: str) -> Problem:
    return Problem(FieldPath(where), Text("没有填写", "is missing"), Text("请补上这一项", "Add it"))


class Fields:
    """One table. Each method reads one key; a wrong value is noted and a harmless one returned.

    `where` leads to this table ("options[2]", counted from 1); rows share the list of problems.
    """

    def __init__(
        self, data: Any, known: Sequence[str], where: str = "", problems: list[Problem] | None = None
    ) -> None:
        self.where = where
        self.problems: list[Problem] = [] if problems is None else problems
        self.data: Mapping[str, Any] = {}
        self.is_table = type(data) is dict or isinstance(data, Mapping)
        if not self.is_table:
            self.bad(
                "",
                Text("应是一张键值表", "must be a table of keys"),
                Text("请写成 {键 = 值}", "Write {key = value}"),
            )
            return
        self.data = data
        for name in data:
            if name not in known:
                allowed = "、".join(known), ", ".join(known)
                how = Text(f"请删去，或改用：{allowed[0]}", f"Remove it or use one of: {allowed[1]}")
                self.bad(str(name)[:60], Text("不认识这个键", "is not a known key"), how)

    def place(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where and name else self.where or name

    def bad(self, name: str, what: Text, how: Text, other: Place = NOWHERE) -> None:
        """Notes that the value of `name` ("" for the table itself) is wrong, maybe beside that of an `other` place."""
        where = FieldPath(self.place(name)) if self.place(name) else NOWHERE
        self.problems.append(Problem(where, what, how, other=other))

    def miss(self, name: str) -> None:
        """Notes that the value of `name` is not there; what is no table at all misses nothing more."""
        if self.is_table:
            self.problems.append(missing(self.place(name)))

    def has(self, name: str) -> bool:
        return self.data.get(name) is not None

    def checked(self, body: T) -> T | list[Problem]:
        """What was read from this table, or everything that is wrong with it."""
        return self.problems or body

    def text(self, name: str, *, required: bool = True) -> str:
        """A text without outer blanks; "" if it may be and is left out."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, str):
            self.bad(name, Text("应是文字", "must be text"), Text("请加上引号", "Put it in quotes"))
            return ""
        text = clean(value or "")
        if required and not text:
            self.miss(name)
        longest = LONGEST_STEM if name == "stem" else LONGEST_TEXT
        if len(text) > longest:
            what = Text(f"超过 {longest} 个字", f"is longer than {longest} characters")
            self.bad(name, what, Text("请缩短", "Shorten it"))
        return text

    def flag(self, name: str, default: bool) -> bool:
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.bad(name, Text("只能是 true 或 false", "must be true or false"), _UNQUOTED)
        return default

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        value = self.data.get(name)
        if value is None or value in allowed:
            return default if value is None else str(value)
        how = Text(f"请选用：{'、'.join(allowed)}", f"Use one of: {', '.join(allowed)}")
        self.bad(name, Text("不是可用的值", "is not an allowed value"), how)
        return default

    def whole(self, name: str) -> int | None:
        """A whole number from 0, written without quotes; None if left out."""
        value = self.data.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.bad(name, Text("应是不小于 0 的整数", "must be a whole number from 0"), _UNQUOTED)
        return None

    def share(self, name: str, default: Fraction, *, least: int = 0) -> Fraction:
        """A share of the full mark from `least` to 1."""
        value = self.data.get(name)
        if value is None:
            return default
        share = read_share(value)
        if share is not None and least <= share <= 1:
            return share
        what = Text(f"应是 {least} 到 1 之间的分数", f"must be a share from {least} to 1")
        self.bad(name, what, Text('请写成 "1/2" 或 "0.5"，加引号', 'Write "1/2" or "0.5", in quotes'))
        return default

    def number(self, name: str, default: Decimal | None = None, *, least: Decimal | None = None) -> Decimal:
        """An exact number in quotes; required when there is no default."""
        value = self.data.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            self.miss(name)
            return Decimal(0)
        whole = isinstance(value, int) and not isinstance(value, bool)
        number = read_number(str(value)) if whole or isinstance(value, str) else None
        if number is not None and (least is None or number >= least):
            return number
        floor = Text("", "")
        if least is not None:
            floor = Text(f"（不小于 {decimal_text(least)}）", f" of {decimal_text(least)} or more")
        what = Text("应是一个数", "must be a number") + floor
        self.bad(
            name, what, Text('请写成 "397.1"，加引号，不带单位', 'Write "397.1", in quotes, without a unit')
        )
        return Decimal(0) if default is None else default

    def points(self, name: str) -> Decimal:
        """Points above 0 with at most two decimal places; required."""
        points = read_points(self.data.get(name))
        if points:
            return points
        if self.has(name):
            what = Text(
                "应是大于 0、至多两位小数的分值", "must be points above 0, at most two decimal places"
            )
            self.bad(name, what, Text('请写成 "3" 或 "2.5"，加引号', 'Write "3" or "2.5", in quotes'))
        else:
            self.miss(name)
        return Decimal(1)

    def rows(
        self, name: str, known: Sequence[str], *, short: str = "", least: int = 0, most: int = 26
    ) -> list["Fields"]:
        """The tables of a list. With `short`, a row that is only a text stands for {short = text}."""
        value = self.data.get(name)
        if value is None and least:
            self.miss(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            what = Text("应是一个列表", "must be a list")
            self.bad(name, what, Text("请写在方括号 [ ] 中", "Write it in [ ]"))
            return []
        if not least <= len(value) <= most:
            many = len(value)
            what = Text(
                f"有 {many} 项，应有 {least} 到 {most} 项", f"has {many} entries, needs {least} to {most}"
            )
            self.bad(name, what, Text("请增加或删去几项", "Add or remove some"))
        return [
            Fields({short: row} if short and isinstance(row, str) else row, known,
                   f"{self.place(name)}[{place}]", self.problems)
            for place, row in enumerate(value[:most], 1)
        ]  # fmt: skip


_UNQUOTED = Text("请改正，不加引号", "Correct it, without quotes")
