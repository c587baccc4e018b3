"""The words for difficulty in files."""

import pytest

from lms.domain.question.difficulty import DIFFICULTIES, difficulty_of


@pytest.mark.parametrize(
    ("word", "name"),
    [("易", "easy"), ("较易", "easy"), (" Easy ", "easy"), ("1", "easy"), ("中等", "medium"), ("3", "medium"),
     ("难", "hard"), ("较难", "hard"), ("5", "hard"), ("", ""), ("0.7", ""), ("待定", ""), ("6", "")],
)  # fmt: skip
def test_a_difficulty_is_read_from_its_usual_words_and_from_no_others(word, name):
    assert difficulty_of(word) == name


def test_a_difficulty_reads_back_from_its_own_names_and_words():
    for name, words in DIFFICULTIES.items():
        assert {difficulty_of(word) for word in (name, words.zh, words.en)} == {name}
