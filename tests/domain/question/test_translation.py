"""What a translation may change, and what it may not."""

from typing import Any

import pytest

from lms.domain.question.protocol import Question
from lms.questions import load_question

CHOICE = {
    "stem": "题",
    "options": [{"id": "a", "text": "甲", "feedback": "好"}, {"id": "b", "text": "乙", "right": True}],
    "shuffle": False,
}


def loaded(**words: Any) -> list[str] | Question:
    question = load_question("single_choice", {**CHOICE, "en": words})
    return question if isinstance(question, Question) else [problem.where.in_("zh") for problem in question]


def test_words_are_replaced_and_ids_key_and_rules_are_kept() -> None:
    question = loaded(stem="Stem", options=[{"text": "A", "feedback": "good"}, "B"])
    assert isinstance(question, Question)
    english = question.translations["en"]
    assert [(o.id, o.text, o.right, o.feedback) for o in english.options] == [
        ("a", "A", False, "good"),
        ("b", "B", True, ""),
    ]
    assert (english.stem, english.shuffle, question.body.stem) == ("Stem", False, "题")


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ({"options": ["A", "B"]}, ["en.stem"]),
        ({"stem": "Stem", "options": ["A"]}, ["en.options"]),
        ({"stem": "Stem", "options": "A, B"}, ["en.options"]),
        ({"stem": "Stem", "options": [3, "B"]}, ["en.options[1]"]),
        ({"stem": "Stem", "answers": ["A"]}, ["en.answers"]),
        ({"stem": "Stem", "options": ["A", {"text": "B", "feedback": "yes"}]}, ["en.options[2].feedback"]),
        ({"stem": "Stem", "shuffle": True}, ["en"]),
        ({"stem": "Stem", "options": [{"id": "z"}, "B"]}, ["en"]),
    ],
)
def test_a_translation_of_anything_but_texts_is_refused(words: dict[str, Any], where: list[str]) -> None:
    assert loaded(**words) == where


def test_problems_of_the_original_and_of_a_translation_are_reported_together() -> None:
    problems = load_question("single_choice", {**CHOICE, "stem": "", "en": {"options": ["A"]}, "zh": "中文"})
    assert isinstance(problems, list)
    assert [problem.where.in_("zh") for problem in problems] == ["stem", "zh", "en.stem", "en.options"]


def test_a_question_written_in_english_has_a_chinese_translation() -> None:
    data = {"stem": "Is it?", "answer": True, "zh": {"stem": "是吗？"}}
    question = load_question("true_false", data)
    assert isinstance(question, Question)
    assert (question.in_("zh").stem, question.in_("en").stem) == ("是吗？", "Is it?")
