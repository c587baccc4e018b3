"""The best pairing, compared with all others."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.question.pairing import best_pairing

shares = st.fractions(0, 1, max_denominator=4)
squares = st.integers(0, 5).flatmap(
    lambda n: st.lists(st.lists(shares, min_size=n, max_size=n), min_size=n, max_size=n)
)


def worth_of(worth: list[list[Fraction]], columns: list[int]) -> Fraction:
    return sum((row[column] for row, column in zip(worth, columns, strict=True)), Fraction(0))


@given(squares)
def test_no_other_pairing_is_worth_more(worth: list[list[Fraction]]) -> None:
    columns = best_pairing(worth)
    assert sorted(columns) == list(range(len(worth)))
    every = (worth_of(worth, list(order)) for order in permutations(range(len(worth))))
    assert worth_of(worth, columns) == max(every)


def test_a_greedy_choice_is_not_the_best() -> None:
    one, some, none = Fraction(1), Fraction(2, 3), Fraction(0)
    assert best_pairing([[one, some], [some, none]]) == [1, 0]
