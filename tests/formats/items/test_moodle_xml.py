"""Moodle XML: every type of question in, ours out, and what neither can express reported under the question's name."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import moodle_xml, recognise
from lms.questions import dump_question, score_response


def read(*questions: str) -> Reading:
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>"
    return moodle_xml.read(xml.encode(), "题库.xml")


def question(kind: str, parts: str, stem: str = "题", name: str = "名") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>{parts}</question>'
    )


def answer(words: str, fraction: str, feedback: str = "", after: str = "") -> str:
    comment = f"<feedback><text>{feedback}</text></feedback>"
    return f'<answer fraction="{fraction}"><text>{words}</text>{comment}{after}</answer>'


def problem_lines(reading: Reading) -> list[str]:
    return [f"{problem.where.in_('zh')} {problem.what.en}" for problem in reading.problems]


def read_one(*questions: str) -> Draft:
    reading = read(*questions)
    assert problem_lines(reading) == []
    return reading.drafts[0]


def body(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question), question
    return dump_question(question)["body"]


def shares(draft: Draft) -> dict[str, str]:
    return {
        row["text"]: "1" if row.get("right") else row.get("fraction", "0") for row in body(draft)["options"]
    }


def test_a_single_choice_keeps_its_shares_and_everything_else() -> None:
    draft = read_one(
        '<question type="category"><category><text>$course$/top/安全//消防/电话</text></category></question>',
        question(
            "multichoice",
            "<generalfeedback><text>因为</text></generalfeedback><defaultgrade>2.5000000</defaultgrade>"
            "<penalty>0.1</penalty><hidden>1</hidden><idnumber>Q1</idnumber><single>true</single>"
            "<shuffleanswers>0</shuffleanswers><correctfeedback><text>对了</text></correctfeedback>"
            + answer("<![CDATA[<p>119</p>]]>", "100", "好") + answer("120", "-33.33333") + answer("a &lt; b", "50")
            + "<tags><tag><text>消防</text></tag></tags><hint><text>想想</text></hint>",
        ),
    )  # fmt: skip
    assert draft.kind == "single_choice"
    assert shares(draft) == {"119": "1", "120": "-1/3", "a < b": "1/2"}
    assert (draft.points, draft.tags, draft.feedback) == (Decimal("2.5"), ("消防",), "因为")
    assert draft.meta == {"category": "安全//消防/电话"}
    assert draft.more == {
        "idnumber": "Q1", "penalty": "0.1", "hidden": "1", "combined_feedback": {"correctfeedback": "对了"},
        "hints": ["想想"],
    }  # fmt: skip
    assert body(draft)["shuffle"] is False


def test_a_multiple_choice_keeps_its_percentages() -> None:
    parts = "<single>false</single>" + "".join(answer(x, "33.33333") for x in "abc") + answer("d", "-50")
    draft = read_one(question("multichoice", parts))
    assert (draft.kind, draft.data["rule"]) == ("multiple_choice", "weights")
    assert shares(draft) == {"a": "1/3", "b": "1/3", "c": "1/3", "d": "-1/2"}


def test_percentages_that_nearly_make_the_whole_are_made_equal_and_reported() -> None:
    parts = "<single>0</single>" + answer("a", "33") + answer("b", "33.33333") + answer("c", "33.33333")
    reading = read(question("multichoice", parts))
    assert shares(reading.drafts[0]) == {"a": "1/3", "b": "1/3", "c": "1/3"}
    assert problem_lines(reading) == [
        "第 3 行 “名” the fractions of its right options add up to less than 100%; equal shares were used"
    ]


def test_true_and_false_are_named_or_known_by_their_order_in_old_files() -> None:
    named = read_one(question("truefalse", answer("false", "100", "F") + answer("true", "0", "T")))
    assert named.data == {"answer": False, "feedback_true": "T", "feedback_false": "F", "stem": "题"}
    old = read(question("truefalse", answer("Vero", "0") + answer("Falso", "100")))
    assert old.drafts[0].data["answer"] is False
    assert problem_lines(old) == ["第 3 行 “名” has an old format; its first answer was taken as true"]


def test_a_short_answer_leaves_wildcards_out_and_reports_them() -> None:
    reading = read(
        question("shortanswer", answer("是\\*", "100") + answer("对*", "50", "半") + answer("*", "0", "错"))
    )
    draft = reading.drafts[0]
    assert draft.data["answers"] == [{"text": "是*"}]
    assert draft.more["answer_feedback"] == [
        {"answer": "对*", "feedback": "半", "fraction": "1/2"}, {"answer": "*", "feedback": "错"},
    ]  # fmt: skip
    assert len(reading.problems) == 1


def test_a_number_keeps_tolerance_unit_and_feedback() -> None:
    parts = answer("3.14", "100", after="<tolerance>0.005</tolerance>") + answer("*", "0", "no")
    parts += "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
    draft = read_one(question("numerical", parts))
    assert body(draft)["answers"] == [{"number": "3.14", "tolerance": "0.005", "fraction": "1"}]
    assert body(draft)["unit"] == "m"
    assert draft.more == {"answer_feedback": [{"answer": "*", "feedback": "no"}]}


def test_pairs_with_an_empty_left_side_are_extra_right_sides() -> None:
    sides = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("甲", "1"), ("乙", "2"), ("", "3"), ("", "1"))
    )
    assert read_one(question("matching", sides)).data == {
        "pairs": [{"left": "甲", "right": "1"}, {"left": "乙", "right": "2"}], "extra": ["3"], "stem": "题",
    }  # fmt: skip


def test_essays_and_descriptions() -> None:
    notes = "<defaultgrade>5</defaultgrade><graderinfo><text><![CDATA[<ul><li>步骤（3分）：有期限</li><li>理由（2分）</li></ul>]]></text></graderinfo>"
    assert read_one(question("essay", notes)).data["rubric"] == [
        {"criterion": "步骤", "points": "3", "describe": "有期限"}, {"criterion": "理由", "points": "2"},
    ]  # fmt: skip
    reading = read_one(question("description", "<defaultgrade>0</defaultgrade>"))
    assert (reading.kind, reading.points) == ("description", Decimal(0))


def test_cloze_becomes_blanks_in_the_order_of_its_gaps() -> None:
    stem = "<p>火警{2:SHORTANSWER:=119#对~%50%110~*#错}，急救 {2:NM:=120:0.5}，{2:SAC:=a\\}b~%100%c &amp; d}。</p>"
    draft = read_one(question("cloze", "", stem))
    assert draft.data == {
        "stem": "火警____，急救 ____，____。",
        "blanks": [
            {"answers": ["119", {"text": "110", "fraction": "1/2"}]},
            {"answers": ["120"], "number": True, "tolerance": "0.5"},
            {"answers": ["a}b", "c & d"]},
        ],
    }
    assert draft.points == 6
    assert draft.more["answer_feedback"][0] == {"gap": "1", "answer": "119", "feedback": "对"}


def test_a_menu_in_a_cloze_is_a_choice_if_it_is_the_only_gap_and_else_a_blank_with_its_words() -> None:
    alone = read_one(question("cloze", "", "首都是{1:MCV:=北京~%50%天津~上海}。"))
    assert (alone.kind, shares(alone)) == ("single_choice", {"北京": "1", "天津": "1/2", "上海": "0"})
    mixed = read(question("cloze", "", "{1:MC:=甲~乙}和{1:SA:=丙}"))
    assert mixed.drafts[0].data["stem"] == "____（甲／乙）和____"
    assert problem_lines(mixed) == [
        "第 3 行 “名” menus became gaps to fill in, with the choices written after them"
    ]
    several = read_one(question("cloze", "", "{1:MULTIRESPONSE:=a~=b~c}"))
    assert (several.kind, shares(several)) == ("multiple_choice", {"a": "1/2", "b": "1/2", "c": "-1/2"})


def test_orders_are_read_by_their_numbers() -> None:
    parts = "<gradingtype>ABSOLUTE_POSITION</gradingtype>" + answer("二", "2.0") + answer("一", "1.0")
    assert read_one(question("ordering", parts)).data == {
        "order": ["一", "二"],
        "rule": "positions",
        "stem": "题",
    }


def test_a_question_without_a_type_is_known_by_its_parts() -> None:
    parts = "<gradingtype>-1</gradingtype>" + answer("一", "1") + answer("二", "2")
    assert read_one(question("", parts).replace(' type=""', "")).data["rule"] == "exact"


def test_words_to_drag_become_pairs() -> None:
    boxes = "".join(f"<dragbox><text>{word}</text><group>1</group></dragbox>" for word in "xyz")
    assert read_one(question("ddwtos", boxes, "A[[2]]B[[1]]")).data == {
        "stem": "A（1）____B（2）____",
        "pairs": [{"left": "（1）", "right": "y"}, {"left": "（2）", "right": "x"}],
        "extra": ["z"],
    }


def test_files_are_kept_with_their_sizes() -> None:
    file = '<file name="a.png" path="/" encoding="base64">aGVsbG8=</file>'
    stem = '</text></questiontext><questiontext format="html"><text>'
    draft = read_one(
        question("description", file, '<img src="@@PLUGINFILE@@/a.png" alt="图">').replace(stem, "")
    )
    assert draft.data["stem"] == "![图](a.png)"
    assert draft.more["files"] == [{"name": "a.png", "size": 5, "base64": "aGVsbG8="}]


def test_scripts_and_handlers_do_not_come_in() -> None:
    stem = '<p onclick="x()">q<script>x()</script><a href="javascript:x()">l</a></p>'
    draft = read_one(
        question("multichoice", answer("<![CDATA[<svg/onload=x()>a]]>", "100") + answer("b", "0"), stem)
    )
    assert draft.data["stem"] == "ql"
    assert shares(draft) == {"a": "1", "b": "0"}


REFUSED = [
    ("coderunner", "", "Moodle's type coderunner is not supported"),
    ("ddmarker", "", "Moodle's type ddmarker is not supported"),
    (
        "calculated",
        answer("{a}+{b}", "100"),
        "its answer is a formula with random data, which is not supported",
    ),
    ("multichoice", answer("a", "0") + answer("b", "0"), "no option is right"),
    ("multichoice", answer("a", "200"), "the fraction 200 is not a number from -100 to 100"),
    ("truefalse", answer("true", "100"), "does not say whether it is true or false"),
    ("numerical", answer("abc", "100"), 'the answer "abc" is not a number'),
    ("numerical", answer("*", "100"), 'the answer "*" is not a number'),
    ("shortanswer", answer("*", "100"), "there is no answer to compare with"),
    ("cloze", "", "has no gaps in its text"),
    ("gapselect", "", "has gaps in its text that no word belongs to"),
]


@pytest.mark.parametrize(("kind", "parts", "expected"), REFUSED)
def test_what_cannot_be_read_is_reported_under_its_name(kind: str, parts: str, expected: str) -> None:
    reading = read(question(kind, parts, name="坏题"), question("description", ""))
    assert len(reading.drafts) == 1
    assert problem_lines(reading)[-1] == f"第 3 行 “坏题” {expected}"


def test_a_broken_file_is_read_as_far_as_possible_and_reported() -> None:
    reading = moodle_xml.read(
        f"<quiz>{question('description', '')}<question type='essay'><name>&nbsp;".encode(), "a.xml"
    )
    assert [draft.kind for draft in reading.drafts] == ["description", "essay"][: len(reading.drafts)]
    assert problem_lines(reading)[0].startswith("第 1 行 is not well-formed XML")


def test_another_xml_is_not_taken_for_moodle() -> None:
    assert recognise(b"<quiz/>", "a.txt") == "moodle_xml"
    assert problem_lines(moodle_xml.read(b"<questestinterop/>", "a.xml")) == [
        "a.xml its root is <questestinterop>, not Moodle's <quiz>"
    ]
    page = moodle_xml.read(b"<!DOCTYPE html><html></html>", "a.xml")
    assert "neither QTI" in problem_lines(page)[0]


WHOLE = [
    Draft(NOWHERE, "single_choice", {"stem": "题 **粗**\n\n- 一\n- 二", "options": [{"text": "甲 < 乙", "right": True, "feedback": "好"},
          {"text": "*b*"}], "shuffle": False}, name="一", points=Decimal("2.5"), tags=("a", "b"), feedback="因为",
          meta={"category": "甲/乙"}, more={"idnumber": "7", "hints": ["想想"]}),
    Draft(NOWHERE, "multiple_choice", {"stem": "题", "rule": "weights", "options": [{"text": "a", "fraction": "1/3"},
          {"text": "b", "fraction": "2/3"}, {"text": "c", "fraction": "-1"}]}, name="二"),
    Draft(NOWHERE, "true_false", {"stem": "题", "answer": False, "feedback_true": "T"}, name="三"),
    Draft(NOWHERE, "short_text", {"stem": "题", "answers": ["a*b", {"text": "c & d", "fraction": "1/2"}]}, name="四"),
    Draft(NOWHERE, "numeric", {"stem": "题", "answers": [{"number": "3.14", "tolerance": "0.01"}], "unit": "m"}, name="五"),
    Draft(NOWHERE, "blanks", {"stem": "甲____乙____{x}", "blanks": [{"answers": ["=a~b}#c", {"text": "d", "fraction": "1/2"}]},
          {"answers": ["5"], "number": True, "tolerance": "1"}]}, name="六", points=Decimal(4)),
    Draft(NOWHERE, "matching", {"stem": "题", "pairs": [{"left": "1", "right": "a"}, {"left": "2", "right": "b"}], "extra": ["c"]}, name="七"),
    Draft(NOWHERE, "ordering", {"stem": "题", "order": ["一", "二", "三"], "rule": "positions"}, name="八"),
    Draft(NOWHERE, "essay", {"stem": "题", "rubric": [{"criterion": "步骤", "points": "2", "describe": "好"},
          {"criterion": "理由", "points": "1"}]}, name="九", points=Decimal(3)),
    Draft(NOWHERE, "description", {"stem": "读"}, name="十", points=Decimal(0)),
]  # fmt: skip


@pytest.mark.parametrize("draft", WHOLE, ids=lambda draft: draft.kind)
def test_a_question_comes_back_from_moodle(draft: Draft) -> None:
    assert moodle_xml.losses([draft]) == []
    reading = moodle_xml.read(moodle_xml.write([draft]), "a.xml")
    assert problem_lines(reading) == []
    back = reading.drafts[0]
    assert (back.kind, body(back)) == (draft.kind, body(draft))
    assert (back.name, back.points, back.tags, back.feedback) == (
        draft.name,
        draft.points,
        draft.tags,
        draft.feedback,
    )
    assert (back.meta, back.more) == (draft.meta, draft.more)


def test_a_rule_by_which_a_wrong_choice_loses_the_mark_means_the_same_in_moodle() -> None:
    ours = Draft(
        NOWHERE,
        "multiple_choice",
        {
            "stem": "题",
            "options": [{"text": "a", "right": True}, {"text": "b", "right": True}, {"text": "c"}],
        },
    )
    there = moodle_xml.read(moodle_xml.write([ours]), "a.xml").drafts[0]
    for picked in ([], ["a"], ["a", "b"], ["a", "c"], ["c"], ["a", "b", "c"]):
        assert worth(ours, picked) == worth(there, picked)


def worth(draft: Draft, words: list[str]) -> Fraction:
    question = draft.question()
    assert isinstance(question, Question)
    ids = [option.id for option in question.body.options if option.text in words]
    return score_response(question, {"choices": ids}).fraction


def test_what_moodle_cannot_express_is_reported() -> None:
    draft = Draft(NOWHERE, "ordering", {"stem": "题", "order": ["一", "二"], "rule": "constraints", "constraints": [{"first": "一"}],
                  "en": {"stem": "Q"}}, name="排", meta={"level": "2"})  # fmt: skip
    assert [f"{p.where.in_('zh')}: {p.what.en}" for p in moodle_xml.losses([draft])] == [
        "排: not carried over: level, translations",
        "排: the ordering constraints are lost: all-or-nothing scoring is used instead",
    ]


def test_files_go_back_with_their_pictures() -> None:
    file = {"name": "a.png", "size": 5, "base64": "aGVsbG8="}
    draft = Draft(
        NOWHERE, "description", {"stem": "![图](a.png)"}, name="十", points=Decimal(0), more={"files": [file]}
    )
    written = moodle_xml.write([draft])
    assert b'src="@@PLUGINFILE@@/a.png"' in written
    assert moodle_xml.read(written, "a.xml").drafts[0].more["files"] == [file]
