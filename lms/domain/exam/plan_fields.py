"""Reads what plans of exams hold beside plain values: words in two languages, whole numbers, per cents, lists."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.domain.fields import Fields, missing
from lms.domain.problem import Text


def both(fields: Fields, name: str) -> Text:
    if not fields.has(name):
        fields.problems.append(missing(fields.place(name)))
        return Text("", "")
    inner = Fields(fields.data.get(name), ("zh", "en"), fields.place(name), fields.problems)
    return Text(inner.text("zh"), inner.text("en"))


def whole(fields: Fields, name: str, least: int, most: int, default: int | None = None) -> int:
    value = fields.data.get(name)
    if value is None and default is not None:
        return default
    if value is None:
        fields.problems.append(missing(fields.place(name)))
    elif isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    else:
        what = Text(f"应是 {least} 到 {most} 的整数", f"must be a whole number from {least} to {most}")
        fields.bad(name, what, Text("请改正，不加引号", "Correct it, without quotes"))
    return least


def percent(fields: Fields, name: str) -> Decimal:
    value = fields.number(name, least=Decimal(0))
    if value > 100 or -int(value.as_tuple().exponent) > 2:
        what = Text(
            "应是 0 到 100、至多两位小数的百分数", "must be a per cent from 0 to 100, at most two places"
        )
        fields.bad(name, what, Text('请写成 "60"，加引号', 'Write "60", in quotes'))
    return value


def minima(fields: Fields) -> tuple[tuple[str, Decimal], ...]:
    if not fields.has("minima"):
        return ()
    named = fields.data.get("minima")
    known = tuple(str(name) for name in named) if isinstance(named, Mapping) else ()
    inner = Fields(named, known, fields.place("minima"), fields.problems)
    return tuple((name, percent(inner, name)) for name in sorted(inner.data))


def own_points(fields: Fields) -> Decimal | None:
    return fields.points("points") if fields.has("points") else None


def listed(fields: Fields, name: str, of: type) -> Sequence[Any]:
    value = fields.data.get(name)
    if value is None:
        return ()
    if isinstance(value, list | tuple) and value and all(type(entry) is of for entry in value):
        return value
    what = Text("应是不空的列表", "must be a list that is not empty")
    example = "[1, 2]" if of is int else '["…"]'
    fields.bad(name, what, Text(f"请写成 {example}，或删去", f"Write {example}, or remove it"))
    return ()
