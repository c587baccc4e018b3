"""The order in which a candidate sees things."""

from typing import Any

from lms.domain.question import Question
from lms.questions import load_question, show


def choice(stem: str, **more: Any) -> Question:
    options = [{"text": "甲", "right": True}, "乙", "丙", {"text": "以上都不对", "fixed": True}]
    question = load_question("single_choice", {"stem": stem, "options": options, **more})
    assert isinstance(question, Question)
    return question


def order(question: Question, seed: int, shuffle: bool = True) -> str:
    return "".join(option["id"] for option in show(question, seed, "zh", shuffle)["options"])


def test_the_same_seed_gives_the_same_order_for_ever() -> None:
    # Changing this changes papers that people have already seen.
    assert [order(choice("哪一项？"), seed) for seed in range(4)] == ["bcad", "acbd", "cbad", "bcad"]


def test_every_order_occurs_and_fixed_options_stay() -> None:
    question = choice("哪一项？")
    assert {order(question, seed) for seed in range(200)} == {"abcd", "acbd", "bacd", "bcad", "cabd", "cbad"}


def test_one_seed_orders_two_questions_independently() -> None:
    one, other = choice("哪一项？"), choice("哪一个？")
    assert [order(one, seed) for seed in range(9)] != [order(other, seed) for seed in range(9)]


def test_without_shuffling_options_stand_as_written() -> None:
    assert order(choice("哪一项？"), 5, shuffle=False) == "abcd"
    assert {order(choice("哪一项？", shuffle=False), seed) for seed in range(20)} == {"abcd"}


def test_ids_of_an_ordering_say_nothing_of_the_right_order() -> None:
    seen = set()
    for number in range(60):
        data = {"stem": f"第 {number} 题", "order": ["起草", "审核", "签发"]}
        question = load_question("ordering", data)
        assert isinstance(question, Question)
        seen.add("".join(entry.id for entry in question.body.order))
    assert seen == {"abc", "acb", "bac", "bca", "cab", "cba"}


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
        names[kind] = sorted(show(question, 1, "zh"))
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
