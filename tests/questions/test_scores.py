"""The parts that explain a score."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from lms.domain.question.protocol import Question, Unreadable
from lms.questions import (
    feedback,
    is_unfinished,
    load_question,
    raw_from_form,
    read_response,
    rubric_points,
    score_response,
    search_text,
)


def question(kind: str, **data: Any) -> Question:
    loaded = load_question(kind, {"stem": "题干", **data})
    assert isinstance(loaded, Question), [problem.line("en") for problem in loaded]
    return loaded


def parts(asked: Question, response: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (part.what, str(part.fraction))
        for part in score_response(asked, read_response(asked, response)).parts
    ]


RIGHT, WRONG = {"right": True}, {"right": False}
FOUR = [
    {"id": "a", "text": "甲", **RIGHT},
    {"id": "b", "text": "乙", **RIGHT},
    {"id": "c", "text": "丙", **RIGHT},
    {"id": "d", "text": "丁", **WRONG},
]


def test_a_wrong_choice_cancels_what_the_right_ones_earned() -> None:
    asked = question("multiple_choice", options=FOUR)
    assert parts(asked, {"choices": ["a", "b", "d"]}) == [
        ("a", "1/3"), ("b", "1/3"), ("d", "0"), ("wrong_choice", "-2/3"),
    ]  # fmt: skip


def test_under_all_or_nothing_an_incomplete_choice_earns_0() -> None:
    asked = question("multiple_choice", options=FOUR, rule="all_or_nothing")
    assert parts(asked, {"choices": ["a", "c"]}) == [("a", "1/3"), ("c", "1/3"), ("all_or_nothing", "-2/3")]
    assert parts(asked, {"choices": ["a", "b", "c"]}) == [("a", "1/3"), ("b", "1/3"), ("c", "1/3")]


def test_a_part_records_the_limit_of_a_sum_above_1_or_below_0() -> None:
    options = [
        {"id": "a", "text": "甲", "fraction": "2/3"},
        {"id": "b", "text": "乙", "fraction": "1/2"},
        {"id": "c", "text": "丙", "fraction": "-1"},
    ]
    asked = question("multiple_choice", options=options, rule="weights")
    assert parts(asked, {"choices": ["a", "b"]}) == [("a", "2/3"), ("b", "1/2"), ("limit", "-1/6")]
    assert parts(asked, {"choices": ["b", "c"]}) == [("b", "1/2"), ("c", "-1"), ("limit", "1/2")]


def test_answers_in_any_order_are_paired_for_the_highest_score() -> None:
    either = {"answers": ["甲", "乙"]}
    asked = question("blanks", stem="____、____", blanks=[either, {"answers": ["甲"]}], any_order=True)
    assert parts(asked, {"blanks": ["甲", "乙"]}) == [("1", "1/2"), ("2", "1/2")]


def test_pairs_are_scored_by_kendalls_tau_and_an_order_no_better_than_chance_earns_0() -> None:
    asked = question("ordering", order=["甲", "乙", "丙"], rule="pairs")
    right = [entry.id for entry in asked.body.order]
    shares = [score_response(asked, {"order": list(order)}).fraction for order in permutations(right)]
    assert sorted(map(str, shares)) == ["0", "0", "0", "1", "1/3", "1/3"]


def test_each_pair_of_an_order_is_named() -> None:
    asked = question("ordering", order=["甲", "乙", "丙"], rule="pairs")
    a, b, c = (entry.id for entry in asked.body.order)
    assert parts(asked, {"order": [b, a, c]}) == [
        (f"{a}<{b}", "-1/3"),
        (f"{a}<{c}", "1/3"),
        (f"{b}<{c}", "1/3"),
    ]


def test_the_parts_of_constraints_are_named_by_their_labels() -> None:
    rules = [{"first": "甲", "weight": 3}, {"before": "乙", "after": "丙"}]
    asked = question("ordering", order=["甲", "乙", "丙"], rule="constraints", constraints=rules)
    a, b, c = (entry.id for entry in asked.body.order)
    assert parts(asked, {"order": [c, b, a]}) == [(f"first {a}", "0"), (f"{b}<{c}", "0")]
    assert parts(asked, {"order": [b, a, c]}) == [(f"first {a}", "0"), (f"{b}<{c}", "1/4")]


def test_an_answer_that_is_right_in_one_language_is_right() -> None:
    asked = question("short_text", answers=["通知"], en={"stem": "Which?", "answers": ["notice", "circular"]})
    shares = [score_response(asked, {"text": text}).fraction for text in ("通知", "Circular", "办法")]
    assert shares == [1, 1, 0]


def test_a_unit_may_be_written_in_either_language() -> None:
    asked = question("numeric", answer="30", unit="分钟", en={"stem": "How long?", "unit": "minutes"})
    assert (
        read_response(asked, {"number": "30 minutes"})
        == read_response(asked, {"number": "30分钟"})
        == {"number": "30"}
    )
    with pytest.raises(Unreadable) as refusal:
        read_response(asked, {"number": "30 hours"})
    assert refusal.value.problems[0].what.zh == "“30 hours”不是一个数"


def test_the_interval_is_exact_beyond_the_precision_of_floats() -> None:
    asked = question("numeric", answers=[{"number": "0.3", "tolerance": "0.1"}])
    texts = ("0.2", "0.4", "0.40000000000000000001", "0.19999999999999999999")
    assert [score_response(asked, read_response(asked, {"number": text})).fraction for text in texts] == [
        1,
        1,
        0,
        0,
    ]


def test_a_long_answer_is_refused_with_its_length() -> None:
    asked = question("essay", rubric=[{"criterion": "甲", "points": "3"}])
    assert read_response(asked, {"text": "字" * 100_000}) == {"text": "字" * 100_000}
    with pytest.raises(Unreadable) as refusal:
        read_response(asked, {"text": "字" * 100_001})
    assert refusal.value.problems[0].what.zh == "有 100001 个字，最多 100000 个"


@pytest.mark.parametrize(
    ("kind", "data"), [("short_text", {"answers": ["甲"]}), ("numeric", {"answer": "3"})]
)
def test_a_line_of_more_than_a_thousand_characters_is_refused(kind: str, data: dict[str, Any]) -> None:
    name = "text" if kind == "short_text" else "number"
    with pytest.raises(Unreadable, match="at most 1000"):
        read_response(question(kind, **data), {name: "3" * 1001})


def test_feedback_is_that_of_the_response_in_the_language_of_the_reader() -> None:
    options = [{"text": "甲", "right": True, "feedback": "**对**"}, {"text": "乙", "feedback": "<b>"}, "丙"]
    english = {"stem": "Which?", "options": [{"text": "A", "feedback": "Yes"}, "B", "C"]}
    asked = question("single_choice", options=options, en=english)
    texts = [feedback(asked, {"choice": id_}, "zh") for id_ in "abc"]
    assert texts == [["<strong>对</strong>"], ["&lt;b&gt;"], []]
    assert feedback(asked, {"choice": "a"}, "en") == ["Yes"]
    assert feedback(asked, {}, "zh") == []


def test_feedback_to_true_or_false_depends_on_the_answer() -> None:
    asked = question("true_false", answer=True, feedback_true="是的", feedback_false="再看第十五条")
    texts = [feedback(asked, response, "zh") for response in ({"value": True}, {"value": False}, {})]
    assert texts == [["是的"], ["再看第十五条"], []]


def test_search_text_has_all_languages_without_markup() -> None:
    asked = question("single_choice", options=["**甲**", {"text": "乙", "right": True}], en={
        "stem": "Which *one*?", "options": ["A", "B"],
    })  # fmt: skip
    assert search_text(asked) == "题干 甲 乙 Which one? A B"


def kept(asked: Question, *places: str) -> dict[str, Any]:
    """Return the response after these places were chosen for the entries a, b, c, …: "" for none."""
    form = {f"position.{id_}": [place] for id_, place in zip("abcdefgh", places, strict=False)}
    return read_response(asked, raw_from_form(asked, form))


def test_an_order_is_kept_as_it_was_chosen_until_it_is_finished() -> None:
    asked = question("ordering", order=["甲", "乙", "丙"])
    assert kept(asked, "", "", "") == {}
    assert kept(asked, "3", "", "") == {"places": {"a": 3}}
    assert kept(asked, "1", "1", "2") == {"places": {"a": 1, "b": 1, "c": 2}}
    assert kept(asked, "3", "1", "2") == {"order": ["b", "c", "a"]}


def test_what_is_kept_of_an_order_is_not_in_the_order_of_its_author() -> None:
    asked = question("ordering", order=["丁", "丙", "乙", "甲"])
    assert [entry.id for entry in asked.body.order] != ["a", "b", "c", "d"]
    assert list(kept(asked, "1", "2", "2", "4")["places"]) == ["a", "b", "c", "d"]


SHARES = [  # places of 甲, 乙, 丙, 丁, whose right places are 1, 2, 3, 4; shares under exact, positions, pairs, constraints
    (("1", "2", "3", ""), ("0", "3/4", "1/2", "3/4")),
    (("1", "", "", "4"), ("0", "1/2", "1/6", "1/2")),
    (("1", "2", "2", "4"), ("0", "1/2", "1/6", "1/2")),
    (("2", "1", "", ""), ("0", "0", "0", "0")),
    (("", "", "", ""), ("0", "0", "0", "0")),
]


@pytest.mark.parametrize(("places", "shares"), SHARES)
def test_an_unfinished_order_earns_for_what_has_a_place_of_its_own(
    places: tuple[str, ...], shares: tuple[str, ...]
) -> None:
    rules = [{"first": "甲", "weight": 2}, {"before": "乙", "after": "丙"}, {"before": "丙", "after": "丁"}]
    earned = []
    for rule in ("exact", "positions", "pairs", "constraints"):
        more = {"constraints": rules} if rule == "constraints" else {}
        asked = question("ordering", order=["甲", "乙", "丙", "丁"], rule=rule, **more)
        chosen = dict(zip((entry.id for entry in asked.body.order), places, strict=True))
        earned.append(str(score_response(asked, kept(asked, *(chosen[id_] for id_ in "abcd"))).fraction))
    assert tuple(earned) == shares


UNFINISHED = {
    "ordering": ({"order": ["甲", "乙"]}, {"places": {"a": 1}}, {"order": ["a", "b"]}),
    "matching": (
        {"pairs": [{"left": "甲", "right": "子"}, {"left": "乙", "right": "丑"}]},
        {"pairs": {"1": "a"}},
        {"pairs": {"1": "a", "2": "a"}},
    ),
    "blanks": (
        {"stem": "____和____", "blanks": [{"answers": ["甲"]}, {"answers": ["乙"]}]},
        {"blanks": ["", "乙"]},
        {"blanks": ["丙", "乙"]},
    ),
    "multiple_choice": (
        {"options": [{"text": "甲", "right": True}, {"text": "乙", "right": True}, "丙"]},
        None,
        {"choices": ["a"]},
    ),
}


@pytest.mark.parametrize("kind", UNFINISHED)
def test_a_response_with_parts_to_fill_in_is_kept_and_said_to_be_unfinished(kind: str) -> None:
    data, partial, whole = UNFINISHED[kind]
    asked = question(kind, **data)
    assert [is_unfinished(asked, response) for response in ({}, whole)] == [False, False]
    if partial:
        assert (read_response(asked, partial), is_unfinished(asked, partial)) == (partial, True)


def test_a_single_choice_with_fractions_may_have_two_full_answers() -> None:
    asked = question(
        "single_choice", options=[{"text": "甲", "fraction": "1"}, {"text": "乙", "fraction": "1"}, "丙"]
    )
    assert [score_response(asked, {"choice": id_}).fraction for id_ in "abc"] == [
        Fraction(1),
        Fraction(1),
        Fraction(0),
    ]


def test_only_a_rubric_fixes_the_points() -> None:
    rubric = [{"criterion": "事实", "points": "3"}, {"criterion": "建议", "points": "2.5"}]
    assert rubric_points(question("essay", rubric=rubric)) == Decimal("5.5")
    assert rubric_points(question("true_false", answer=True)) is None
