"""Which texts match an accepted answer."""

from fractions import Fraction

import pytest

from lms.domain.question.answers import Answer, best_share, same_answer


@pytest.mark.parametrize("given", ["119", "１１９", "一一九", "一百一十九", "119。", "119.0"])
def test_a_number_in_any_notation_matches_a_key_in_digits(given: str) -> None:
    assert same_answer(given, "119")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("3", "三"), ("10", "010"), ("5", "5%"), ("0.05", "5%"), ("12.5", "12.6"), ("", "、"), ("。", ""), ("一千", "1,000 元"),
    ],
)  # fmt: skip
def test_only_a_key_that_is_a_plain_number_is_compared_as_one(given: str, wanted: str) -> None:
    assert not same_answer(given, wanted)


def test_the_best_of_the_matching_answers_counts() -> None:
    answers = [Answer("通知", Fraction(1, 2)), Answer("《通知》"), Answer("办法", Fraction(1, 3))]
    assert [best_share(answers, given) for given in ("通 知", "办法", "决定", "")] == [
        1,
        Fraction(1, 3),
        0,
        0,
    ]


def test_kept_punctuation_distinguishes_answers() -> None:
    answers = [Answer("甲、乙"), Answer("甲，乙", Fraction(1, 2))]
    assert [best_share(answers, given, keep_punctuation=True) for given in ("甲、乙", "甲,乙", "甲乙")] == [
        1,
        Fraction(1, 2),
        0,
    ]
    assert best_share(answers, "甲乙") == 1
