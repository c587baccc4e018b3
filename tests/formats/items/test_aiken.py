"""Aiken: lenient about how it is typed, strict about the key, every problem at its line."""

from typing import Any

import pytest

from lms.domain.place import QuestionNumber
from lms.formats.item import Draft, Reading
from lms.formats.items import aiken, recognise


def read(text: str) -> Reading:
    return aiken.read(text.encode(), "a.txt")


def chosen(text: str) -> list[tuple[str, list[str]]]:
    """(stem, right options) of every question."""
    drafts = read(text).drafts
    return [(d.data["stem"], [o["text"] for o in d.data["options"] if o.get("right")]) for d in drafts]


def wheres(text: str) -> list[str]:
    return [problem.where.in_("zh") for problem in read(text).problems]


@pytest.mark.parametrize("label", ["{}. ", "{}) ", "{}．", "{}）", "{}、", "{}：", "({}) ", "（{}）", "{}."])
@pytest.mark.parametrize("letters", ["AB", "ab", "ＡＢ"])
def test_labels_in_any_writing(label: str, letters: str) -> None:
    lines = ["题干", label.format(letters[0]) + "甲", label.format(letters[1]) + "乙", "ANSWER: B"]
    assert chosen("\n".join(lines)) == [("题干", ["乙"])]


@pytest.mark.parametrize(
    "answer",
    [
        "ANSWER: B",
        "answer:b",
        "Answer：Ｂ",
        "答案：B",
        "【答案】B",
        "ANSWER: B.",
        "ANSWER: 乙",
        "ANSWER: B) 乙",
    ],
)
def test_answers_in_any_writing(answer: str) -> None:
    assert chosen(f"题干\nA) 甲\nB) 乙\n{answer}") == [("题干", ["乙"])]


def test_several_letters_make_a_multiple_choice() -> None:
    draft = read("题\nA. 甲\nB. 乙\nC. 丙\nANSWER: A,C").drafts[0]
    assert (draft.kind, [o.get("right") for o in draft.data["options"]]) == (
        "multiple_choice",
        [True, None, True],
    )


def test_a_stem_may_have_lines_blanks_and_begin_like_an_option() -> None:
    text = "A. Smith wrote\nwhich book?\n\nA) Emma\n\nB) The Wealth\nof Nations\n\nANSWER: B\nNext?\nA) x\nB) y\nANSWER: A"
    assert chosen(text) == [("A. Smith wrote  \nwhich book?", ["The Wealth of Nations"]), ("Next?", ["x"])]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("题\nA. 甲\nB. 乙\nANSWER: C", 4),  # Moodle takes it and no option is right
        ("题\nA. 甲\nC. 乙\nD. 丙\nANSWER: C", 3),  # the third to Moodle, the second to its reader
        ("题\nA. 甲\nB. 乙\nANSWER: Q1", 4),
        ("题\nA. 甲\nB. 乙\nANSWER:", 4),
        ("题\nA. 甲\nB. 乙\nANSWER: AA", 4),
        ("题\nA. 甲\nB. 乙\nANSWER: A 乙", 4),
        ("题\nA. 甲\nB. 乙\nANSWER: A\nANSWER: B", 5),
        ("A. 甲\nB. 乙\nANSWER: A", 1),
        ("题\nANSWER: A", 1),
        ("题\nA. 甲\nB. 甲\nANSWER: A", 3),
        ("题\nA. 甲\nB. 乙", 3),
    ],
)
def test_what_makes_the_key_ambiguous_is_refused_at_its_line(text: str, line: int) -> None:
    assert (chosen(text), wheres(text)) == ([], [f"第 {line} 行"])


def test_a_broken_question_does_not_spoil_the_next_one() -> None:
    text = "一\nA. 甲\nB. 乙\n\n二\nA. 丙\nB. 丁\nANSWER: A\n"
    assert (chosen(text), wheres(text)) == ([("二", ["丙"])], ["第 3 行"])


def test_feedback_belongs_to_the_whole_question() -> None:
    assert read("题\nA. 甲\nB. 乙\nANSWER: A\n解析：看条例").drafts[0].feedback == "看条例"


def test_aiken_is_recognised_by_its_answers() -> None:
    assert recognise(b"Q\nA) x\nB) y\nANSWER: A\n", "a.txt") == "aiken"
    assert recognise("题\nA. 甲\nB. 乙\n答案：A\n".encode(), "a.txt") == "text"


def single(**data: Any) -> Draft:
    options = [{"text": "甲"}, {"text": "乙", "right": True}]
    return Draft(QuestionNumber(1), "single_choice", {"stem": "题", "options": options, **data})


def test_what_is_written_is_read_back_the_same() -> None:
    drafts = [single(), single(stem="a < b *c*")]
    assert aiken.write(drafts).decode() == "题\nA) 甲\nB) 乙\nANSWER: B\n\na < b c\nA) 甲\nB) 乙\nANSWER: B\n"
    assert [d.data["stem"] for d in aiken.read(aiken.write(drafts), "a.txt").drafts] == ["题", "a < b c"]
    assert [(p.where.in_("zh"), p.what.zh) for p in aiken.losses(drafts)] == [("第 1 题", "带不走：格式")]


@pytest.mark.parametrize(
    "impossible",
    [
        Draft(QuestionNumber(1), "true_false", {"stem": "题", "answer": True}),
        single(options=[{"text": "甲", "fraction": "1"}, {"text": "乙", "fraction": "1"}]),
        single(stem="A. 甲"),
        single(options=[{"text": "甲", "right": True}, {"text": "ANSWER: A"}], stem="ANSWER: 甲"),
    ],
)
def test_what_has_no_form_in_aiken_is_left_out_and_reported(impossible: Draft) -> None:
    assert aiken.write([impossible]) == b""
    assert ["没有写出" in problem.what.zh for problem in aiken.losses([impossible])] == [True]


def test_an_empty_file_holds_no_question() -> None:
    assert wheres(" \n") == ["a.txt"]
