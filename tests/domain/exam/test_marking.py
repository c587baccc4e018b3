"""Marks, totals and results: exact, and rounded where the rule says."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.exam import marking
from lms.domain.exam.marking import Marked, Sum, Totals

D = Decimal


@pytest.mark.parametrize(
    ("points", "share", "mark"),
    [
        ("2", "1", "2.00"),
        ("2", "0", "0.00"),
        ("1", "1/3", "0.33"),
        ("1", "2/3", "0.67"),
        ("0.01", "1/2", "0.01"),
        ("0.01", "49/100", "0.00"),
        ("1.25", "1/2", "0.63"),
        ("3", "1/8", "0.38"),
    ],
)
def test_an_items_mark_is_rounded_half_up_to_a_hundredth(points, share, mark):
    assert str(marking.mark(D(points), Fraction(share))) == mark


@pytest.mark.parametrize(
    ("percent", "most", "cut"),
    [("60", "100", "60.00"), ("60", "0.01", "0.01"), ("33.33", "10", "3.34"), ("0", "10", "0.00"), ("100", "7.77", "7.77"), ("60", "15.5", "9.30")],
)  # fmt: skip
def test_the_cut_is_rounded_up(percent, most, cut):
    assert str(marking.cut(D(percent), D(most))) == cut


def test_totals_add_up_per_competency():
    rows = [
        Marked("writing", D(2), D("1.50")),
        Marked("research", D(3), D(0)),
        Marked("writing", D(1), D("0.33")),
    ]
    assert marking.total_marks(rows, D(30)) == Totals(
        total=D("1.83"),
        most=D(6),
        cut=D("1.80"),
        passed=True,
        competencies={"writing": Sum(D("1.83"), D(3)), "research": Sum(D(0), D(3))},
    )


@pytest.mark.parametrize(("earned", "passed"), [("59.99", False), ("60.00", True), ("60.01", True)])
def test_the_cut_itself_passes_and_a_hundredth_less_does_not(earned, passed):
    assert marking.total_marks([Marked("writing", D(100), D(earned))], D(60)).passed is passed


def test_nobody_passes_or_fails_while_a_mark_is_missing():
    rows = [Marked("writing", D(2), D(2)), Marked("writing", D(2), None)]
    totals = marking.total_marks(rows, D(10))
    assert (totals.total, totals.most, totals.passed) == (D(2), D(4), None)


def test_a_minimum_per_competency_must_be_reached_too():
    rows = [Marked("writing", D(10), D(10)), Marked("research", D(10), D("4.99"))]
    minima = (("research", D(50)), ("writing", D(50)), ("execution", D(50)))
    totals = marking.total_marks(rows, D(60), minima)
    assert (totals.passed, totals.below) == (False, ("research",))


def test_nobody_passes_a_paper_on_which_nothing_can_be_earned():
    assert marking.total_marks([], D(60)) == Totals(D(0), D(0), D(0), False, {})


@settings(deadline=None)
@given(st.integers(1, 10**6), st.fractions(0, 1))
def test_a_mark_is_never_off_by_more_than_half_a_hundredth_nor_out_of_range(hundredths, share):
    points = D(hundredths).scaleb(-2)
    mark = marking.mark(points, share)
    assert abs(Fraction(mark) - Fraction(points) * share) <= Fraction(1, 200)
    assert 0 <= mark <= points


@settings(deadline=None)
@given(st.integers(0, 10000), st.integers(0, 10**6))
def test_the_cut_is_the_least_hundredth_that_is_enough(percent, most):
    cut = marking.cut(D(percent).scaleb(-2), D(most).scaleb(-2))
    exact = Fraction(percent, 10000) * Fraction(most, 100)
    assert exact <= Fraction(cut) < exact + Fraction(1, 100)
