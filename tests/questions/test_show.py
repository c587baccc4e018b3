"""The order in which a candidate sees things."""

from typing import Any

import pytest

from lms.domain.question.protocol import Question
from lms.questions import answer_key, load_question, show_question


def choice(stem: str, **more: Any) -> Question:
    options: list[dict[str, Any]] = [
        {"id": id_, "text": text} for id_, text in zip("abcd", ("甲", "乙", "丙", "以上都不对"), strict=True)
    ]
    options[0]["right"] = options[3]["fixed"] = True
    question = load_question("single_choice", {"stem": stem, "options": options, **more})
    assert isinstance(question, Question)
    return question


def order(question: Question, seed: int, shuffle: bool = True) -> str:
    return "".join(option["id"] for option in show_question(question, seed, "zh", shuffle)["options"])


def test_the_order_of_a_seed_never_changes() -> None:
    # Changing this changes papers that people have already seen.
    assert [order(choice("哪一项？"), seed) for seed in range(4)] == ["bcad", "acbd", "cbad", "bcad"]


def test_every_order_occurs_and_fixed_options_stay() -> None:
    question = choice("哪一项？")
    assert {order(question, seed) for seed in range(200)} == {"abcd", "acbd", "bacd", "bcad", "cabd", "cbad"}


def test_one_seed_orders_two_questions_independently() -> None:
    one, other = choice("哪一项？"), choice("哪一个？")
    assert [order(one, seed) for seed in range(9)] != [order(other, seed) for seed in range(9)]


def test_without_shuffling_options_are_in_the_order_of_the_author() -> None:
    assert order(choice("哪一项？"), 5, shuffle=False) == "abcd"
    assert {order(choice("哪一项？", shuffle=False), seed) for seed in range(20)} == {"abcd"}


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_options_without_ids_are_in_the_order_of_the_author_without_shuffling(kind: str) -> None:
    texts = ["一", "二", "三", "四"]
    for number in range(20):
        options = [{"text": "一", "right": True}, *texts[1:]]
        question = load_question(kind, {"stem": f"第 {number} 题", "options": options, "shuffle": False})
        assert isinstance(question, Question)
        assert [option["text"] for option in show_question(question, number, "zh")["options"]] == texts


def test_the_id_of_the_right_option_does_not_reveal_its_position() -> None:
    # 300 items with the right option first: chi-square over four ids, 16.27 is its 0.1 % bound.
    ids = []
    for number in range(300):
        options = [{"text": "先办", "right": True}, "后办", "缓办", "不办"]
        question = load_question("single_choice", {"stem": f"第 {number} 件怎样办？", "options": options})
        assert isinstance(question, Question)
        ids.append(answer_key(question)["choice"])
    counts = [ids.count(id_) for id_ in "abcd"]
    assert sum(counts) == 300
    assert sum((count - 75) ** 2 / 75 for count in counts) < 16.27


def test_ids_of_an_ordering_do_not_reveal_the_right_order() -> None:
    orders = set()
    for number in range(60):
        data = {"stem": f"第 {number} 题", "order": ["起草", "审核", "签发"]}
        question = load_question("ordering", data)
        assert isinstance(question, Question)
        orders.add("".join(entry.id for entry in question.body.order))
    assert orders == {"abc", "acb", "bac", "bca", "cab", "cba"}


def test_what_is_shown_of_each_kind_is_what_the_contract_names() -> None:
    pairs = [{"left": "甲", "right": "子"}, {"left": "乙", "right": "丑"}]
    datas: dict[str, dict[str, Any]] = {
        "single_choice": {"options": ["甲", {"text": "乙", "right": True}]},
        "multiple_choice": {"options": ["甲", {"text": "乙", "right": True}]},
        "true_false": {"answer": True},
        "blanks": {"stem": "____", "blanks": [{"answers": ["甲"]}]},
        "numeric": {"answer": "3", "unit": "天"},
        "short_text": {"answers": ["甲"]},
        "ordering": {"order": ["甲", "乙"]},
        "matching": {"pairs": pairs},
        "essay": {"rubric": [{"criterion": "甲", "points": "3"}], "max_chars": 800},
        "description": {},
    }
    names = {}
    for kind, data in datas.items():
        question = load_question(kind, {"stem": "题干", **data})
        assert isinstance(question, Question)
        names[kind] = sorted(show_question(question, 1, "zh"))
    assert names == {
        "single_choice": ["options", "stem"],
        "multiple_choice": ["options", "rule", "stem"],
        "true_false": ["stem"],
        "blanks": ["any_order", "blanks", "stem"],
        "numeric": ["stem", "unit"],
        "short_text": ["stem"],
        "ordering": ["options", "rule", "stem"],
        "matching": ["left", "right", "rule", "stem"],
        "essay": ["max_chars", "stem"],
        "description": ["stem"],
    }
