"""What a certificate says in each language."""

from datetime import date

from lms.certificates.facts import day_words, level_words
from lms.domain.problem import Text


def test_a_level_is_a_chinese_numeral_with_its_name() -> None:
    assert level_words(3, Text("胜任", "Competent")) == Text("三级 · 胜任", "Level 3 · Competent")


def test_a_level_without_a_name_or_a_numeral_is_the_number_alone() -> None:
    assert level_words(12, Text("", "")) == Text("12级", "Level 12")


def test_a_day_is_written_out() -> None:
    assert day_words(date(2026, 2, 3)) == Text("2026年2月3日", "3 February 2026")
