"""The time that a person has beyond that of an exam: minutes, a factor, no limit, no window."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.domain.exam import messages
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import decimal_text

LARGEST_FACTOR = Decimal(10)
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """The time of an exam, times `factor`, and `extra_minutes` more."""

    extra_minutes: int = 0
    factor: Decimal = Decimal(1)
    unlimited: bool = False
    past_window: bool = False
    """The sitting may begin, and go on, after the exam's window has closed."""


STANDARD = Allowance()
"""Nothing beyond what everybody has."""


def dump(allowance: Allowance) -> dict[str, Any] | None:
    """Return the allowance as a sitting stores it; None for the standard one."""
    if allowance == STANDARD:
        return None
    return {
        "extra_minutes": allowance.extra_minutes,
        "factor": decimal_text(allowance.factor),
        "unlimited": allowance.unlimited,
        "past_window": allowance.past_window,
    }


def load(stored: Mapping[str, Any] | None) -> Allowance:
    """Return the allowance that `dump` wrote."""
    if stored is None:
        return STANDARD
    return Allowance(
        stored["extra_minutes"], Decimal(stored["factor"]), stored["unlimited"], stored["past_window"]
    )


def problems(allowance: Allowance) -> list[Problem]:
    """Return everything that is wrong with it; the places are its fields."""
    wrong = []
    if not 0 <= allowance.extra_minutes <= MOST_MINUTES:
        wrong.append(Problem(FieldPath("extra_minutes"), *messages.extra_minutes_out_of_range(MOST_MINUTES)))
    if not 1 <= allowance.factor <= LARGEST_FACTOR or allowance.factor * 100 % 1:
        wrong.append(Problem(FieldPath("factor"), *messages.factor_out_of_range(LARGEST_FACTOR)))
    if allowance == STANDARD:
        wrong.append(Problem(FieldPath("extra_minutes"), *messages.EMPTY_ALLOWANCE))
    return wrong


def allowance_text(allowance: Allowance) -> Text:
    """Describe it for pages, printed files and the audit trail; "" for the standard one."""
    zh, en = [], []
    if allowance.unlimited:
        zh.append("不限时")
        en.append("no time limit")
    if allowance.factor != 1:
        zh.append(f"时长乘以 {decimal_text(allowance.factor)}")
        en.append(f"{decimal_text(allowance.factor)} × the time")
    if allowance.extra_minutes:
        zh.append(f"加时 {allowance.extra_minutes} 分钟")
        en.append(f"{allowance.extra_minutes} extra minute{'s' * (allowance.extra_minutes > 1)}")
    if allowance.past_window:
        zh.append("不受考试结束时间限制")
        en.append("not limited by the end of the window")
    return Text("，".join(zh), ", ".join(en))
