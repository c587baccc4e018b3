"""Rubrics as text: what is written can be read."""

from decimal import Decimal

from lms.formats.drafts.rubric import rubric_of, rubric_text, total_points

RUBRIC = [
    {"criterion": "步骤（含期限）", "points": "2.5", "describe": "有牵头：有期限"},
    {"criterion": "理由", "points": "1"},
]


def test_a_rubric_is_read_as_it_was_written() -> None:
    assert rubric_of(rubric_text(RUBRIC)) == RUBRIC
    assert rubric_of(rubric_text(RUBRIC, "- ")) == RUBRIC
    assert total_points(RUBRIC) == Decimal("3.5")


def test_lines_that_are_no_criteria_or_sum_to_other_points_are_no_rubric() -> None:
    assert rubric_of("步骤（2分）\n随便写写") == []
    assert rubric_of("步骤（2分）", Decimal(3)) == []
    assert rubric_of("") == []
