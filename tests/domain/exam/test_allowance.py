"""Extra time: stored as it was given, and refused when it makes no sense."""

from decimal import Decimal

import pytest

from lms.domain.exam import allowance
from lms.domain.exam.allowance import STANDARD, Allowance

MORE = Allowance(extra_minutes=15, factor=Decimal("1.5"), past_window=True)


@pytest.mark.parametrize("given", [STANDARD, MORE, Allowance(unlimited=True)])
def test_it_is_read_as_it_was_written(given):
    assert allowance.load(allowance.dump(given)) == given


@pytest.mark.parametrize(
    ("given", "places"),
    [
        (MORE, []),
        (STANDARD, ["extra_minutes"]),
        (Allowance(extra_minutes=-1), ["extra_minutes"]),
        (Allowance(factor=Decimal("0.5")), ["factor"]),
        (Allowance(factor=Decimal("1.555")), ["factor"]),
        (Allowance(extra_minutes=1441, factor=Decimal(11)), ["extra_minutes", "factor"]),
    ],
)
def test_everything_that_makes_no_sense_is_reported_at_once(given, places):
    assert [problem.where.in_("zh") for problem in allowance.problems(given)] == places


def test_it_is_described_in_both_languages():
    described = allowance.allowance_text(MORE)
    assert described.zh == "时长乘以 1.5，加时 15 分钟，不受考试结束时间限制"
    assert described.en == "1.5 × the time, 15 extra minutes, not limited by the end of the window"
