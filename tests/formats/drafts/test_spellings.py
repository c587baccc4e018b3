"""Answers of gaps, alternatives and tags: what was joined can be split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.formats.drafts import spellings

WORDS = st.text(st.sampled_from('ab|｜;；\\ 、"“'), min_size=1, max_size=6)


@given(st.lists(WORDS.map(str.strip).filter(bool), unique=True))
def test_joined_alternatives_can_be_split(answers: list[str]) -> None:
    assert spellings.alternatives(spellings.joined_alternatives(answers)) == answers


def test_tags_with_blanks_are_quoted_and_can_be_split() -> None:
    assert spellings.tags_of(spellings.joined_tags(("a b", "c", "d、e"))) == ("a b", "c", "d、e")


NUMBERS = [("397.1", ("397.1", "0")), ("10±0.5", ("10", "0.5")), ("1~9", ("5", "4")), ("1-2", ("1.5", "0.5")),
           ("１２", ("12", "0")), ("30%", ("0.30", "0")), ("一百", ("100", "0")), ("9~1", None), ("很多", None)]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), NUMBERS)
def test_numbers_and_spans_are_read(words: str, expected: tuple[str, str] | None) -> None:
    assert spellings.number_of(words) == expected


def test_points_are_read_with_their_unit() -> None:
    assert [str(spellings.points_of(words)) for words in ("2", "2.5 分", "３分", "0", "十", "1.234")] == [
        "2", "2.5", "3", "None", "None", "None",
    ]  # fmt: skip
