"""Exact shares and points."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.text.marks import clamp_share, read_points, read_share, share_text


@pytest.mark.parametrize(
    ("value", "share"), [("1/2", (1, 2)), ("0.5", (1, 2)), ("-1/3", (-1, 3)), (" 1 ", (1, 1)), (1, (1, 1)), ("2/04", (1, 2))]
)  # fmt: skip
def test_a_share_is_read_exactly(value: Any, share: tuple[int, int]) -> None:
    assert read_share(value) == Fraction(*share)


@pytest.mark.parametrize(
    "value", [0.5, True, None, "", "1/0", "1/00", "50%", "１", "1e-3", "1/-2", "nan", [1], "9" * 13]
)
def test_anything_but_an_exact_share_is_none(value: Any) -> None:
    assert read_share(value) is None


@given(st.fractions(-1, 1, max_denominator=10_000))
def test_a_share_is_written_so_that_it_is_read_back(share: Fraction) -> None:
    assert read_share(share_text(share)) == share


@pytest.mark.parametrize(("value", "points"), [("2", "2"), ("2.50", "2.50"), (3, "3"), ("0", "0")])
def test_points_have_at_most_two_places(value: Any, points: str) -> None:
    assert read_points(value) == Decimal(points)


@pytest.mark.parametrize("value", ["2.505", "-1", "1e3", "", "½", 1.5, True, None, "1000000000"])
def test_anything_but_points_is_none(value: Any) -> None:
    assert read_points(value) is None


def test_a_share_is_limited_to_0_to_1() -> None:
    assert [clamp_share(Fraction(n, 2)) for n in (-1, 0, 1, 2, 3)] == [0, 0, Fraction(1, 2), 1, 1]
