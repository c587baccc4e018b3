"""The parts of a score, and texts replaced by a translation."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.question.protocol import Part, Question, Score, translate

part_lists = st.lists(st.builds(Part, st.just("a"), st.fractions(-1, 1, max_denominator=6)), max_size=6)


@given(part_lists)
def test_the_parts_of_a_score_sum_to_it(parts: list[Part]) -> None:
    for score in (Score.from_parts(parts), Score.all_or_nothing(parts)):
        assert 0 <= score.fraction <= 1
        assert sum(part.fraction for part in score.parts) == score.fraction


def test_all_or_nothing_gives_the_full_mark_or_0() -> None:
    half = Fraction(1, 2)
    assert Score.all_or_nothing([Part("a", half), Part("b", half)]).fraction == 1
    assert Score.all_or_nothing([Part("a", half)]).parts == (Part("a", half), Part("all_or_nothing", -half))
    assert Score.all_or_nothing([]).parts == ()


def test_a_question_without_a_translation_is_in_its_original_language() -> None:
    question = Question("true_false", "原文", {"en": "translated"})
    assert [question.in_(language) for language in ("zh", "en", "fr")] == ["原文", "translated", "原文"]


def test_a_translation_replaces_words_and_keeps_the_rest() -> None:
    data = {
        "stem": "题",
        "options": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙", "right": True}],
        "rule": "x",
    }
    words = {"stem": "Stem", "options": ["A", {"text": "B", "feedback": "yes"}]}
    assert translate(data, words) == {
        "stem": "Stem",
        "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B", "right": True, "feedback": "yes"}],
        "rule": "x",
    }
