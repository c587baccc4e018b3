"""What a person is given beyond the time of an exam: minutes, a factor, no limit, the window moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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
    """As a sitting keeps it; nothing for what everybody has."""
    if allowance == STANDARD:
        return None
    return {
        "extra_minutes": allowance.extra_minutes,
        "factor": decimal_text(allowance.factor),
        "unlimited": allowance.unlimited,
        "past_window": allowance.past_window,
    }


def load(stored: Mapping[str, Any] | None) -> Allowance:
    """What `dump` wrote."""
    if stored is None:
        return STANDARD
    return Allowance(
        stored["extra_minutes"], Decimal(stored["factor"]), stored["unlimited"], stored["past_window"]
    )


def problems(allowance: Allowance) -> list[Problem]:
    """What is wrong with it, all at once; the places are its fields."""
    found = []
    if not 0 <= allowance.extra_minutes <= MOST_MINUTES:
        what = Text(f"应在 0 到 {MOST_MINUTES} 之间", f"must be from 0 to {MOST_MINUTES}")
        found.append(
            Problem(FieldPath("extra_minutes"), what, Text("请改正加时分钟数", "Correct the extra minutes"))
        )
    if not 1 <= allowance.factor <= LARGEST_FACTOR or allowance.factor * 100 % 1:
        what = Text(
            f"应在 1 到 {LARGEST_FACTOR} 之间，至多两位小数",
            f"must be from 1 to {LARGEST_FACTOR}, at most two places",
        )
        found.append(Problem(FieldPath("factor"), what, Text("如 1.5", "For example 1.5")))
    if allowance == STANDARD:
        what = Text("没有给予任何便利", "gives nothing")
        found.append(
            Problem(FieldPath("extra_minutes"), what, Text("请至少填写一项", "Fill in at least one"))
        )
    return found


def in_words(allowance: Allowance) -> Text:
    """For pages, the papers of a dispute and the audit trail."""
    zh, en = [], []
    if allowance.unlimited:
        zh.append("不限时")
        en.append("no limit of time")
    if allowance.factor != 1:
        zh.append(f"时长乘以 {decimal_text(allowance.factor)}")
        en.append(f"{decimal_text(allowance.factor)} times the time")
    if allowance.extra_minutes:
        zh.append(f"加时 {allowance.extra_minutes} 分钟")
        en.append(f"{allowance.extra_minutes} minutes more")
    if allowance.past_window:
        zh.append("不受考试结束时间限制")
        en.append("beyond the end of the window")
    return Text("，".join(zh), ", ".join(en))
