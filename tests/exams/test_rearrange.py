"""Moving the parts of an unfinished plan about."""

import pytest

from lms.domain.problem import Refused
from lms.exams import rearrange


def data() -> dict:
    return {
        "section": [
            {"title": {}, "draw": [{"count": 1}, {"count": 2}, {"count": 3}]},
            {"fixed": ["writing/a"]},
        ]
    }


def counts(plan: dict) -> list[int]:
    return [draw["count"] for draw in plan["section"][0]["draw"]]


@pytest.mark.parametrize(
    ("place", "by", "order"),
    [(1, 1, [2, 1, 3]), (3, -1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3])],
)
def test_a_part_moves_and_stays_at_an_end(place, by, order):
    plan = data()
    rearrange.move(rearrange.parts(plan, 1, "draw"), place, by)
    assert counts(plan) == order


def test_parts_are_put_and_removed_at_their_places():
    plan = data()
    rearrange.set_part(plan, 1, "draw", 2, {"count": 9})
    rearrange.set_part(plan, 1, "draw", None, {"count": 4})
    rearrange.remove(rearrange.parts(plan, 1, "draw"), 1)
    assert counts(plan) == [9, 3, 4]


def test_a_fixed_item_that_is_only_a_name_reads_as_a_table():
    assert rearrange.part(data(), 2, "fixed", 1) == {"item": "writing/a"}


@pytest.mark.parametrize(
    ("number", "form", "place"), [(0, "draw", 1), (3, "draw", 1), (1, "draw", 4), (1, "else", 1)]
)
def test_what_is_not_there_is_not_found(number, form, place):
    with pytest.raises(Refused) as refused:
        rearrange.part(data(), number, form, place)
    assert refused.value.code == "not_found"


def test_a_plan_without_sections_gets_some():
    plan = {"section": "nonsense"}
    rearrange.add_section(plan, {"zh": "一"})
    assert plan["section"] == [{"title": {"zh": "一"}}]
