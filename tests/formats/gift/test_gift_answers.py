"""Short answers, numbers, pairs and orders of GIFT, and what Moodle gets wrong with them."""

from typing import Any

import pytest

from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import gift
from lms.questions import dump_question


def read(text: str) -> Reading:
    return gift.read(text.encode(), "题库.gift")


def read_one(text: str) -> Draft:
    reading = read(text)
    assert [problem.line("zh") for problem in reading.problems] == []
    assert len(reading.drafts) == 1
    return reading.drafts[0]


def body(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question)
    return dump_question(question)["body"]


def kinds(text: str) -> list[str]:
    return [draft.kind for draft in read(text).drafts]


def test_short_answers_have_shares_and_an_asterisk_is_the_feedback_to_all_other_answers() -> None:
    draft = read_one("火警{=119#好 =%50%一一九 =%0%*#再想想}")
    assert body(draft)["answers"] == [{"text": "119"}, {"text": "一一九", "fraction": "1/2"}]
    assert draft.more["answer_feedback"] == [
        {"answer": "119", "feedback": "好"},
        {"answer": "*", "feedback": "再想想"},
    ]


def test_a_wildcard_is_no_answer_here() -> None:
    reading = read("题{=fro* =frog}\n\n题{=*}\n\n题{=fro*}\n\n题{=2\\\\*3}")
    assert [draft.data["answers"] for draft in reading.drafts] == [[{"text": "frog"}], [{"text": "2*3"}]]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 1 行", "第 3 行", "第 5 行"]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("{#365}", [("365", "0", "1")]),
        ("{#0}", [("0", "0", "1")]),
        ("{#-3.142:0.001}", [("-3.142", "0.001", "1")]),
        ("{#1..5}", [("3", "2", "1")]),
        ("{#0.1..0.4}", [("0.25", "0.15", "1")]),
        ("{#=1822:0 =%50%1822:2}", [("1822", "0", "1"), ("1822", "2", "1/2")]),
    ],
)
def test_numbers_ranges_and_tolerances_are_exact(text: str, answers: list[tuple[str, str, str]]) -> None:
    rows = body(read_one(f"题{text}"))["answers"]
    assert [(row["number"], row["tolerance"], row["fraction"]) for row in rows] == answers


def test_a_number_has_feedback_for_each_answer_and_for_all_others() -> None:
    draft = read_one("题{#=5:0#对 ~#再算}")
    assert draft.more["answer_feedback"] == [
        {"answer": "5", "feedback": "对"},
        {"answer": "*", "feedback": "再算"},
    ]


@pytest.mark.parametrize(
    "text",
    ["{#abc}", "{#1，000}", "{#5..1}", "{#T}", "{#}", "{#3:}", "{#3:-1}", "{#*}", "{#1e999}", "{#1,5}"],
)
def test_what_is_no_number_is_refused_where_moodle_accepts_every_answer(text: str) -> None:
    reading = read(f"题\n{text}")
    assert (reading.drafts, [p.where.in_("zh") for p in reading.problems]) == ((), ["第 2 行"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("题{\n=%50%甲\n}", 2),
        ("题{#=%50%3}", 1),
        ("题{=一->甲}", 1),
        ("题{=一->甲 =二->}", 1),
        ("题{=甲 ～乙}", 1),
        ("{}", 1),
    ],
)
def test_what_cannot_be_answered_is_refused_at_its_line(text: str, line: int) -> None:
    reading = read(text)
    assert (reading.drafts, [p.where.in_("zh") for p in reading.problems]) == ((), [f"第 {line} 行"])


def test_pairs_and_what_matches_nothing() -> None:
    draft = read_one("[html]<b>配</b>{=[plain]a_b -> 甲 =二->乙 = -> 丙 = -> 甲}")
    assert (draft.data["pairs"], draft.data["extra"]) == (
        [{"left": "a_b", "right": "甲"}, {"left": "二", "right": "乙"}],
        ["丙"],
    )


def test_an_arrow_in_a_choice_is_text() -> None:
    assert kinds("题{~甲 -> 乙 =丙 -> 丁}\n\n题{=甲 -> 乙 =丙 -> 丁}") == ["single_choice", "matching"]


def test_an_order_keeps_its_lines_and_its_rule() -> None:
    draft = read_one("排{>3 ALL VERTICAL ABS SHOW none\nHORSE\n一: 二\n丙}")
    assert (draft.kind, draft.data["order"], draft.data["rule"]) == (
        "ordering",
        ["HORSE", "一: 二", "丙"],
        "positions",
    )


def test_an_order_without_settings_begins_at_its_second_line() -> None:
    assert read_one("排{>3\nVeni\nvidi\nvici}").data["order"] == ["Veni", "vidi", "vici"]


def test_a_rule_or_a_choice_of_entries_that_we_do_not_have_is_reported() -> None:
    reading = read("排{>2 RANDOM VERTICAL LONGEST_ORDERED_SUBSET\n甲\n乙\n丙}")
    assert ([d.data["rule"] for d in reading.drafts], len(reading.problems)) == (["pairs"], 2)
