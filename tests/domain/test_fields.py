"""Reading what authors write: the value, or what is wrong, where, and what to do."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lms.domain.fields import LONGEST_TEXT, Fields

KNOWN = ("name", "more")


def test_values_of_every_type_are_read() -> None:
    fields = Fields({"name": " 甲\x00 ", "more": None}, KNOWN)
    assert (fields.text("name"), fields.text("more", required=False), fields.flag("more", True)) == (
        "甲",
        "",
        True,
    )
    assert Fields({"name": "-1/2"}, KNOWN).share("name", Fraction(0), least=-1) == Fraction(-1, 2)
    assert Fields({"name": "1,200.5"}, KNOWN).number("name") == Decimal("1200.5")
    assert Fields({"name": 4}, KNOWN).number("name") == Decimal(4)
    assert Fields({"name": "2.5"}, KNOWN).points("name") == Decimal("2.5")
    assert Fields({"name": 0}, KNOWN).whole("name") == 0
    assert fields.problems == []


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("text", 3), ("text", ""), ("text", " \u3000"), ("text", None), ("text", "字" * (LONGEST_TEXT + 1)), ("flag", 1), ("flag", "true"),
        ("choice", "red"), ("choice", ["blue"]), ("whole", -1), ("whole", True), ("whole", "3"), ("share", 0.5), ("share", "2"),
        ("share", "-1/2"), ("number", 0.5), ("number", True), ("number", None), ("number", "三四"), ("number", "-1"), ("points", "0"),
        ("points", None), ("points", "1.001"), ("rows", "甲"), ("rows", []), ("rows", ["甲"] * 4), ("rows", None),
    ],
)  # fmt: skip
def test_a_wrong_value_is_reported_once_with_its_path(read: str, value: Any) -> None:
    fields = Fields({"name": value}, KNOWN, "items[3]")
    arguments: dict[str, tuple[Any, ...]] = {
        "flag": (True,), "choice": (("blue", "green"), "blue"), "share": (Fraction(1),), "rows": (KNOWN,),
    }  # fmt: skip
    more: dict[str, dict[str, Any]] = {
        "rows": {"short": "name", "least": 1, "most": 3},
        "number": {"least": Decimal(0)},
    }
    getattr(fields, read)("name", *arguments.get(read, ()), **more.get(read, {}))
    assert [problem.where.in_("zh") for problem in fields.problems] == ["items[3].name"]


def test_an_unknown_key_is_reported_with_the_known_ones() -> None:
    problem = Fields({"name": "甲", "colour": "red"}, KNOWN).problems[0]
    assert problem.line("zh") == "colour: 不认识这个键；请删去，或改用：name、more"
    assert problem.line("en") == "colour: is not a known key; remove it or use one of: name, more"


def test_data_that_is_not_a_table_is_reported_once_without_missing_keys() -> None:
    fields = Fields({"more": ["甲", 3]}, KNOWN)
    texts = [row.text("name") for row in fields.rows("more", KNOWN, short="name")]
    assert texts == ["甲", ""]
    assert [problem.where.in_("zh") for problem in fields.problems] == ["more[2]"]
