"""GIFT: read step by step as Moodle does, with what Moodle would get wrong refused."""

from decimal import Decimal
from typing import Any

import pytest

from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import gift, recognise
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


def shares(draft: Draft) -> list[tuple[str, str]]:
    rows = body(draft)["options"]
    return [(row["text"], "1" if row.get("right") else row.get("fraction", "0")) for row in rows]


def wheres(text: str) -> list[str]:
    return [problem.where.in_("zh") for problem in read(text).problems]


def test_a_line_that_holds_only_0_ends_a_question_as_an_empty_one_does() -> None:
    assert [draft.name for draft in read("::甲::一{T}\n0\n::乙::二{F}\n\n::丙::三{T}").drafts] == [
        "甲",
        "乙",
        "丙",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_end_as_on_any_machine(end: str) -> None:
    text = end.join(["::甲::题", "{=一 ~二}", "", "::乙::题{T}"])
    assert [(d.name, d.kind) for d in gift.read(text.encode(), "a.gift").drafts] == [
        ("甲", "single_choice"),
        ("乙", "true_false"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files_are_read_without_a_notice(encoding: str) -> None:
    reading = gift.read("::题::公文{=是 ~否}\n".encode(encoding), "a.gift")
    assert ([draft.name for draft in reading.drafts], reading.problems) == (["题"], ())


def test_a_gbk_file_is_read_and_reported() -> None:
    reading = gift.read("::题::公文{=是 ~否}".encode("gbk"), "旧题库.gift")
    assert [draft.name for draft in reading.drafts] == ["题"]
    assert [(p.where.in_("zh"), p.what.en) for p in reading.problems] == [
        ("旧题库.gift", "the file is encoded in GBK/GB18030 and was read as such")
    ]


def test_a_file_in_no_known_encoding_is_refused() -> None:
    reading = gift.read("café{=un crème ~x}".encode("latin-1"), "a.gift")
    assert (reading.drafts, [p.where.in_("zh") for p in reading.problems]) == ((), ["a.gift"])


def test_comments_give_number_and_tags_and_a_category_stays_until_the_next() -> None:
    text = "$CATEGORY: $course$/top/公文/格式\n\n// [id:A\\]1] [tag:必考]\n// [tag:新] [tag:必考]\n题{T}\n\n$CATEGORY: 别处\n\n二{F}"
    first, second = read(text).drafts
    assert (first.more, first.tags, first.meta) == (
        {"idnumber": "A]1"},
        ("必考", "新"),
        {"category": "公文/格式"},
    )
    assert (second.tags, second.meta) == ((), {"category": "别处"})


def test_a_question_right_after_a_category_is_not_lost() -> None:
    draft = read_one("$CATEGORY: 甲\n::名::题{T}")
    assert (draft.name, draft.meta) == ("名", {"category": "甲"})


def test_escaped_signs_are_text_and_a_doubled_backslash_escapes_nothing() -> None:
    draft = read_one(r"::a\:b::C\:\\new \{x\} \= \~ \#{=x\=y#好\#极 ~一\n二 ~c\\n}")
    assert (draft.name, draft.data["stem"]) == ("a:b", r"C:\new {x} = ~ #")
    assert [row["text"] for row in body(draft)["options"]] == ["x=y", "一 二", r"c\n"]
    assert body(draft)["options"][0]["feedback"] == "好#极"


def test_an_answer_in_the_middle_leaves_a_gap_and_one_at_the_end_leaves_none() -> None:
    assert read_one("请示{=是 ~非}上行文。").data["stem"] == "请示_____上行文。"
    assert read_one("请示是什么？{=上行文 ~下行文}").data["stem"] == "请示是什么？"


def test_without_a_name_the_first_words_are_the_name() -> None:
    assert read_one("[html]<p>请示是<b>什么</b>？</p>{=上行文 ~下行文}").name == "请示是什么？"
    name = read_one("word " * 40 + "{T}").name
    assert (len(name) <= 80, name.endswith("word...")) == (True, True)


def test_a_name_alone_is_the_question() -> None:
    assert read_one("::What is 2+2?::{=4 ~5}").data["stem"] == "What is 2+2?"


def test_one_equals_sign_makes_a_single_choice_with_its_shares() -> None:
    draft = read_one("题{=甲#对 ~%50%乙 ~%-25%丙 ~丁####看条例}")
    assert (draft.kind, draft.feedback) == ("single_choice", "看条例")
    assert shares(draft) == [("甲", "1"), ("乙", "1/2"), ("丙", "-1/4"), ("丁", "0")]


def test_two_equals_signs_make_a_single_choice_with_two_right_options() -> None:
    draft = read_one("题{=甲 =乙 ~丙}")
    assert (draft.kind, shares(draft)) == ("single_choice", [("甲", "1"), ("乙", "1"), ("丙", "0")])


def test_without_an_equals_sign_it_is_a_multiple_choice_by_weights() -> None:
    draft = read_one("题{~%33.33333%甲 ~%33.33333%乙 ~%33.33333%丙 ~%-100%丁}")
    assert (draft.kind, draft.data["rule"]) == ("multiple_choice", "weights")
    assert shares(draft) == [("甲", "1/3"), ("乙", "1/3"), ("丙", "1/3"), ("丁", "-1")]


def test_three_times_33_percent_is_made_whole_and_reported() -> None:
    reading = read("题{~%33%甲 ~%33%乙 ~%33%丙 ~丁}")
    assert shares(reading.drafts[0])[:3] == [("甲", "1/3"), ("乙", "1/3"), ("丙", "1/3")]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 1 行"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("题{~甲 ~乙}", 1),  # no option is right
        ("题{\n~甲\n~%150%乙}", 3),
        ("题{\n=甲\n~%.5%乙}", 3),
        ("题{=%50%甲 ~乙}", 1),  # says full mark and half of it
        ("题{\n=#ff0000\n~#00ff00}", 2),  # colours: Moodle makes two empty answers
        ("题{~只有一项}", 1),
        ("题{=甲 ~甲}", 1),
    ],
)
def test_a_choice_that_moodle_would_get_wrong_is_refused_at_its_line(text: str, line: int) -> None:
    reading = read(text)
    assert (reading.drafts, [p.where.in_("zh") for p in reading.problems]) == (
        (),
        [f"第 {line} 行"],
    )


def test_an_option_without_words_is_left_out_as_moodle_does_when_it_saves_and_reported() -> None:
    reading = read("题{=甲 ~~乙 ~}")
    assert [shares(draft) for draft in reading.drafts] == [[("甲", "1"), ("乙", "0")]]
    assert [(p.where.in_("zh"), p.notice) for p in reading.problems] == [("第 1 行", True)] * 2


@pytest.mark.parametrize(("word", "value"), [("T", True), ("TRUE", True), ("F", False), ("FALSE", False)])
def test_true_and_false_in_capitals(word: str, value: bool) -> None:
    draft = read_one(f"题{{{word}#错了#对了####因为}}")
    if_true, if_false = ("对了", "错了") if value else ("错了", "对了")
    assert draft.data == {"stem": "题", "answer": value, "feedback_true": if_true, "feedback_false": if_false}
    assert draft.feedback == "因为"


@pytest.mark.parametrize(("word", "value"), [("true", True), ("False", False), ("对", True), ("错误", False)])
def test_true_and_false_written_otherwise_are_read_and_reported(word: str, value: bool) -> None:
    reading = read(f"题{{{word}}}")
    assert [(d.kind, d.data["answer"]) for d in reading.drafts] == [("true_false", value)]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 1 行"]


def test_an_essay_a_description_and_their_points() -> None:
    essay, description = read("谈谈体会。{}\n\n请阅读下面的材料。").drafts
    assert (essay.kind, essay.points) == ("essay", Decimal(1))
    assert (description.kind, description.points, description.data) == (
        "description",
        Decimal(0),
        {"stem": "请阅读下面的材料。"},
    )


@pytest.mark.parametrize(
    ("text", "line"), [("一\n{=甲 ~乙", 2), ("一\n二}", 2), ("一}{", 1), ("一\n题｛＝甲 ～乙｝", 2)]
)
def test_braces_that_do_not_match_are_refused_at_their_line(text: str, line: int) -> None:
    assert (read(text).drafts, wheres(text)) == ((), [f"第 {line} 行"])


def test_a_second_answer_section_stays_text_and_is_reported() -> None:
    reading = read("一{=甲 ~乙}\n二{=丙 ~丁}")
    assert [d.data["stem"] for d in reading.drafts] == ["一  \n二{=丙 ~丁}"]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 1 行"]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("[html]<p>甲<b>乙：</b>丙</p><script>x</script>", "甲**乙**：丙"),
        ("[markdown]**甲** `x`", "**甲** `x`"),
        ("[plain]**甲** <b>", r"\*\*甲\*\* \<b>"),
        ("[moodle]甲<br>乙 &lt; 3 and <i>丙</i>", "甲  \n乙 < 3 and *丙*"),
        ("甲 < 乙 & 丙_丁_戊", "甲 < 乙 & 丙_丁_戊"),
        ("[oops]甲", "[oops]甲"),
    ],
)
def test_each_format_becomes_markdown_that_shows_the_same(text: str, stem: str) -> None:
    assert read_one(text + "{T}").data["stem"] == stem


def test_options_inherit_the_format_of_the_question_unless_they_name_one() -> None:
    draft = read_one("[html]题{=<i>甲</i>#<b>好</b> ~[plain]<i>}")
    assert [row["text"] for row in body(draft)["options"]] == ["*甲*", "<i>"]
    assert body(draft)["options"][0]["feedback"] == "**好**"
    assert draft.more["format"] == "html"


def test_gift_is_recognised_by_its_marks_whatever_its_name() -> None:
    assert recognise("::甲::题{=一 ~二}".encode(), "a.txt") == "gift"
    assert recognise("题{TRUE}".encode(), "a.txt") == "gift"
    assert recognise("1. if (a) { b = 1; }\nA. 甲\nB. 乙\n答案：A".encode(), "a.txt") == "text"


def test_a_file_with_only_a_category_is_reported_to_hold_no_question() -> None:
    assert wheres("$CATEGORY: 甲") == ["题库.gift"]
