"""Ids and orders of options."""

from lms.domain.fields import Fields
from lms.domain.question.options import opaque_ids, read_ids, seeded_order


def test_the_order_of_a_seed_is_a_permutation_and_fixed_ones_stay() -> None:
    orders = {"".join(seeded_order("abcde", seed, str, lambda id_: id_ in "be")) for seed in range(100)}
    assert {"".join(sorted(order)) for order in orders} == {"abcde"}
    assert {(order[1], order[4]) for order in orders} == {("b", "e")}
    assert len(orders) == 6


def test_all_orders_of_four_are_about_equally_frequent() -> None:
    orders = ["".join(seeded_order("abcd", seed, str)) for seed in range(2400)]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 24
    assert 60 < min(counts) < max(counts) < 140


def test_opaque_ids_depend_on_the_texts_and_not_on_their_order() -> None:
    texts = ["起草", "审核", "签发", "登记"]
    ids = dict(zip(texts, opaque_ids("题", texts), strict=True))
    again = dict(zip(texts[::-1], opaque_ids("题", texts[::-1]), strict=True))
    assert again == ids
    assert sorted(ids.values()) == ["a", "b", "c", "d"]


def test_the_same_text_has_the_same_opaque_id() -> None:
    one, other, same = opaque_ids("题", ["甲", "乙", "甲"])
    assert (one == same, one == other) == (True, False)


def test_ids_are_the_authors_or_generated_and_duplicates_are_reported() -> None:
    problems: list = []
    data = [{}, {"id": "x1"}, {"id": "x1"}, {"id": "空"}, {}]
    rows = [Fields(row, ("id",), f"options[{place}]", problems) for place, row in enumerate(data, 1)]
    assert read_ids(rows) == ["a", "x1", "x1", "空", "e"]
    assert [problem.where.in_("zh") for problem in problems] == ["options[4].id", "options[3].id"]
