"""GIFT: Moodle's reading step by step, its mistakes refused, and everything written comes back."""

from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from lms.domain.markup import block
from lms.domain.question import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import gift, recognise
from lms.questions import dump_question, score


def read(text: str) -> Reading:
    return gift.read(text.encode(), "题库.gift")


def one(text: str) -> Draft:
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
    return [problem.where for problem in read(text).problems]


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
def test_unicode_files_are_read_without_a_word(encoding: str) -> None:
    reading = gift.read("::题::公文{=是 ~否}\n".encode(encoding), "a.gift")
    assert ([draft.name for draft in reading.drafts], reading.problems) == (["题"], ())


def test_a_gbk_file_is_read_and_said_to_be_one() -> None:
    reading = gift.read("::题::公文{=是 ~否}".encode("gbk"), "旧题库.gift")
    assert [draft.name for draft in reading.drafts] == ["题"]
    assert [(p.where, p.what.en) for p in reading.problems] == [
        ("旧题库.gift", "the file is encoded in GBK/GB18030 and was read as such")
    ]


def test_a_file_in_no_known_encoding_is_refused() -> None:
    reading = gift.read("café{=un crème ~x}".encode("latin-1"), "a.gift")
    assert (reading.drafts, [p.where for p in reading.problems]) == ((), ["a.gift"])


def test_comments_give_number_and_tags_and_a_category_stays_until_the_next() -> None:
    text = "$CATEGORY: $course$/top/公文/格式\n\n// [id:A\\]1] [tag:必考]\n// [tag:新] [tag:必考]\n题{T}\n\n$CATEGORY: 别处\n\n二{F}"
    first, second = read(text).drafts
    assert (first.more, first.tags, first.meta) == (
        {"idnumber": "A]1"},
        ("必考", "新"),
        {"category": "$course$/top/公文/格式"},
    )
    assert (second.tags, second.meta) == ((), {"category": "别处"})


def test_a_question_right_behind_a_category_is_not_lost() -> None:
    draft = one("$CATEGORY: 甲\n::名::题{T}")
    assert (draft.name, draft.meta) == ("名", {"category": "甲"})


def test_escaped_signs_are_text_and_a_doubled_backslash_escapes_nothing() -> None:
    draft = one(r"::a\:b::C\:\\new \{x\} \= \~ \#{=x\=y#好\#极 ~一\n二 ~c\\n}")
    assert (draft.name, draft.data["stem"]) == ("a:b", r"C:\new {x} = ~ #")
    assert [row["text"] for row in body(draft)["options"]] == ["x=y", "一 二", r"c\n"]
    assert body(draft)["options"][0]["feedback"] == "好#极"


def test_an_answer_in_the_middle_leaves_a_gap_and_one_at_the_end_leaves_none() -> None:
    assert one("请示{=是 ~非}上行文。").data["stem"] == "请示_____上行文。"
    assert one("请示是什么？{=上行文 ~下行文}").data["stem"] == "请示是什么？"


def test_without_a_name_the_first_words_are_the_name() -> None:
    assert one("[html]<p>请示是<b>什么</b>？</p>{=上行文 ~下行文}").name == "请示是什么？"
    name = one("word " * 40 + "{T}").name
    assert (len(name) <= 80, name.endswith("word...")) == (True, True)


def test_a_name_alone_is_the_question() -> None:
    assert one("::What is 2+2?::{=4 ~5}").data["stem"] == "What is 2+2?"


def test_one_equals_sign_makes_a_single_choice_with_its_shares() -> None:
    draft = one("题{=甲#对 ~%50%乙 ~%-25%丙 ~丁####看条例}")
    assert (draft.kind, draft.feedback) == ("single_choice", "看条例")
    assert shares(draft) == [("甲", "1"), ("乙", "1/2"), ("丙", "-1/4"), ("丁", "0")]


def test_two_equals_signs_make_a_single_choice_with_two_right_options() -> None:
    draft = one("题{=甲 =乙 ~丙}")
    assert (draft.kind, shares(draft)) == ("single_choice", [("甲", "1"), ("乙", "1"), ("丙", "0")])


def test_without_an_equals_sign_it_is_a_multiple_choice_by_weights() -> None:
    draft = one("题{~%33.33333%甲 ~%33.33333%乙 ~%33.33333%丙 ~%-100%丁}")
    assert (draft.kind, draft.data["rule"]) == ("multiple_choice", "weights")
    assert shares(draft) == [("甲", "1/3"), ("乙", "1/3"), ("丙", "1/3"), ("丁", "-1")]


def test_three_times_33_percent_is_made_whole_and_said() -> None:
    reading = read("题{~%33%甲 ~%33%乙 ~%33%丙 ~丁}")
    assert shares(reading.drafts[0])[:3] == [("甲", "1/3"), ("乙", "1/3"), ("丙", "1/3")]
    assert [p.where for p in reading.problems] == ["第 1 行"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("题{~甲 ~乙}", 1),  # no option is right
        ("题{\n~甲\n~%150%乙}", 3),
        ("题{\n=甲\n~%.5%乙}", 3),
        ("题{=%50%甲 ~乙}", 1),  # says full mark and half of it
        ("题{\n=#ff0000\n~#00ff00}", 2),  # colours: Moodle makes two empty answers
        ("题{=甲 ~~乙}", 1),
        ("题{~只有一项}", 1),
        ("题{=甲 ~甲}", 1),
    ],
)
def test_a_choice_that_moodle_would_get_wrong_is_refused_at_its_line(text: str, line: int) -> None:
    reading = read(text)
    assert (reading.drafts, [p.where.split(" options")[0] for p in reading.problems]) == (
        (),
        [f"第 {line} 行"],
    )


@pytest.mark.parametrize(("word", "value"), [("T", True), ("TRUE", True), ("F", False), ("FALSE", False)])
def test_true_and_false_in_capitals(word: str, value: bool) -> None:
    draft = one(f"题{{{word}#错了#对了####因为}}")
    said = ("对了", "错了") if value else ("错了", "对了")
    assert draft.data == {"stem": "题", "answer": value, "feedback_true": said[0], "feedback_false": said[1]}
    assert draft.feedback == "因为"


@pytest.mark.parametrize(("word", "value"), [("true", True), ("False", False), ("对", True), ("错误", False)])
def test_true_and_false_written_otherwise_are_read_and_said(word: str, value: bool) -> None:
    reading = read(f"题{{{word}}}")
    assert [(d.kind, d.data["answer"]) for d in reading.drafts] == [("true_false", value)]
    assert [p.where for p in reading.problems] == ["第 1 行"]


def test_short_answers_have_shares_and_an_asterisk_is_what_everybody_else_is_told() -> None:
    draft = one("火警{=119#好 =%50%一一九 =%0%*#再想想}")
    assert body(draft)["answers"] == [{"text": "119"}, {"text": "一一九", "fraction": "1/2"}]
    assert draft.more["answer_feedback"] == [
        {"answer": "119", "feedback": "好"},
        {"answer": "*", "feedback": "再想想"},
    ]


def test_a_wildcard_is_no_answer_here() -> None:
    reading = read("题{=fro* =frog}\n\n题{=*}\n\n题{=fro*}\n\n题{=2\\\\*3}")
    assert [draft.data["answers"] for draft in reading.drafts] == [[{"text": "frog"}], [{"text": "2*3"}]]
    assert [p.where for p in reading.problems] == ["第 1 行", "第 3 行", "第 5 行"]


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
    rows = body(one(f"题{text}"))["answers"]
    assert [(row["number"], row["tolerance"], row["fraction"]) for row in rows] == answers


def test_a_number_tells_each_answer_and_everybody_else() -> None:
    draft = one("题{#=5:0#对 ~#再算}")
    assert draft.more["answer_feedback"] == [
        {"answer": "5", "feedback": "对"},
        {"answer": "*", "feedback": "再算"},
    ]


@pytest.mark.parametrize(
    "text",
    ["{#abc}", "{#1，000}", "{#5..1}", "{#T}", "{#}", "{#3:}", "{#3:-1}", "{#*}", "{#1e999}", "{#1,5}"],
)
def test_what_is_no_number_is_refused_where_moodle_takes_every_answer(text: str) -> None:
    reading = read(f"题\n{text}")
    assert (reading.drafts, [p.where for p in reading.problems]) == ((), ["第 2 行"])


def test_pairs_and_what_matches_nothing() -> None:
    draft = one("[html]<b>配</b>{=[plain]a_b -> 甲 =二->乙 = -> 丙 = -> 甲}")
    assert (draft.data["pairs"], draft.data["extra"]) == (
        [{"left": "a_b", "right": "甲"}, {"left": "二", "right": "乙"}],
        ["丙"],
    )


def test_an_arrow_in_a_choice_is_text() -> None:
    assert kinds("题{~甲 -> 乙 =丙 -> 丁}\n\n题{=甲 -> 乙 =丙 -> 丁}") == ["single_choice", "matching"]


def test_an_order_keeps_its_lines_and_its_rule() -> None:
    draft = one("排{>3 ALL VERTICAL ABS SHOW none\nHORSE\n一: 二\n丙}")
    assert (draft.kind, draft.data["order"], draft.data["rule"]) == (
        "ordering",
        ["HORSE", "一: 二", "丙"],
        "positions",
    )


def test_an_order_without_settings_begins_at_its_second_line() -> None:
    assert one("排{>3\nVeni\nvidi\nvici}").data["order"] == ["Veni", "vidi", "vici"]


def test_a_rule_or_a_choice_of_entries_that_we_do_not_have_is_said() -> None:
    reading = read("排{>2 RANDOM VERTICAL LONGEST_ORDERED_SUBSET\n甲\n乙\n丙}")
    assert ([d.data["rule"] for d in reading.drafts], len(reading.problems)) == (["pairs"], 2)


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


def test_a_second_answer_section_stays_text_and_is_said() -> None:
    reading = read("一{=甲 ~乙}\n二{=丙 ~丁}")
    assert [d.data["stem"] for d in reading.drafts] == ["一  \n二{=丙 ~丁}"]
    assert [p.where for p in reading.problems] == ["第 1 行"]


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
    assert one(text + "{T}").data["stem"] == stem


def test_options_inherit_the_format_of_the_question_unless_they_name_one() -> None:
    draft = one("[html]题{=<i>甲</i>#<b>好</b> ~[plain]<i>}")
    assert [row["text"] for row in body(draft)["options"]] == ["*甲*", "<i>"]
    assert body(draft)["options"][0]["feedback"] == "**好**"
    assert draft.more["format"] == "html"


def test_gift_is_recognised_by_its_marks_whatever_its_name() -> None:
    assert recognise("::甲::题{=一 ~二}".encode(), "a.txt") == "gift"
    assert recognise("题{TRUE}".encode(), "a.txt") == "gift"
    assert recognise("1. if (a) { b = 1; }\nA. 甲\nB. 乙\n答案：A".encode(), "a.txt") == "text"


ALL = """$CATEGORY: 公文

// [id:7] [tag:必考] [tag:格式]
::单选:::[markdown]**甲** \\{x\\}{
	=对\\=的#[plain]<b>
	~%-50%[plain]%50%错 -> 的
	~[markdown]`c`
	####看条例
}

::多选::题{~%50%甲 ~%50%乙 ~%-100%丙}

::判断::题{FALSE#不对#对####因为}

::短答::题 < 3{=甲#好 =%50%\\~乙 =%0%*#再想}

::数值::题{#=5:0.5#对 =%20%7:0 ~#错}

::配对::题{=一->甲 =[html]<b>二</b>->乙 = -> 丙}

::排序::题{>2 ALL VERTICAL ALL_OR_NOTHING SHOW none
一\\: {甲}
二
}

::论述::题{}

::说明::看。
"""


def test_what_is_written_is_read_back_the_same() -> None:
    first = gift.read(ALL.replace("{甲}", "甲").encode(), "a.gift")
    assert (first.problems, len(first.drafts)) == ((), 9)
    second = gift.read(gift.write(first.drafts), "b.gift")
    assert second.problems == ()
    for one_draft, other in zip(first.drafts, second.drafts, strict=True):
        assert body(one_draft) == body(other)
        assert (one_draft.name, one_draft.tags, one_draft.feedback, one_draft.points, one_draft.meta) == (
            other.name, other.tags, other.feedback, other.points, other.meta,
        )  # fmt: skip
        same = ("answer_feedback", "idnumber")
        assert [one_draft.more.get(name) for name in same] == [other.more.get(name) for name in same]


def draft(kind: str, **data: Any) -> Draft:
    return Draft("第 1 题", kind, {"stem": "题", **data})


OPTIONS = [{"text": "甲", "right": True}, {"text": "乙", "right": True}, {"text": "丙"}]


def test_a_proportional_rule_is_written_as_weights_that_score_the_same() -> None:
    asked = draft("multiple_choice", options=OPTIONS)
    back = gift.read(gift.write([asked]), "a.gift").drafts[0].question()
    question = asked.question()
    assert isinstance(question, Question)
    assert isinstance(back, Question)
    for picked in (["a"], ["a", "b"], ["a", "c"], ["c"], ["a", "b", "c"]):
        assert score(back, {"choices": picked}).fraction == score(question, {"choices": picked}).fraction
    assert gift.losses([asked]) == []


@pytest.mark.parametrize(
    ("lossy", "words"),
    [
        (draft("multiple_choice", options=OPTIONS, rule="all_or_nothing"), "全对才得分"),
        (draft("single_choice", options=OPTIONS[1:], shuffle=False), "选项顺序"),
        (draft("single_choice", options=OPTIONS[1:], en={"stem": "Q", "options": ["a", "b"]}), "译文"),
        (draft("numeric", answer="5", unit="天"), "单位“天”"),
        (draft("short_text", answers=["甲"], keep_punctuation=True), "标点"),
        (draft("ordering", order=["甲", "乙"], rule="pairs"), "碰运气"),
        (draft("ordering", order=["甲", "乙"], rule="constraints", constraints=[{"first": "甲"}]), "约束条件"),
        (draft("matching", pairs=[{"left": "一", "right": "甲"}, {"left": "二", "right": "乙"}], rule="all_or_nothing"), "全对"),
        (draft("essay", rubric=[{"criterion": "甲", "points": "1"}]), "评分标准"),
        (Draft("第 1 题", "true_false", {"stem": "题", "answer": True}, points=Decimal(2)), "分值 2"),
        (Draft("第 1 题", "true_false", {"stem": "题", "answer": True}, meta={"source": "条例"}), "source"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_named(lossy: Draft, words: str) -> None:
    assert [(p.where, words in p.what.zh) for p in gift.losses([lossy])] == [("第 1 题", True)]
    assert len(gift.read(gift.write([lossy]), "a.gift").drafts) == 1


@pytest.mark.parametrize(
    "impossible",
    [
        draft("blanks", stem="____和____", blanks=[{"answers": ["甲"]}, {"answers": ["乙"]}]),
        draft("short_text", answers=["甲 -> 乙"]),
        draft("matching", pairs=[{"left": "一 -> 二", "right": "甲"}, {"left": "三", "right": "乙"}]),
        draft("ordering", order=["0", "1"]),
    ],
)
def test_what_has_no_form_in_gift_is_left_out_and_said(impossible: Draft) -> None:
    assert gift.write([impossible]) == b""
    assert ["没有写出" in p.what.zh for p in gift.losses([impossible])] == [True]


def test_a_single_gap_is_written_as_a_short_answer() -> None:
    gap = draft("blanks", stem="火警是____。", blanks=[{"answers": ["119", "一一九"]}])
    back = gift.read(gift.write([gap]), "a.gift").drafts[0]
    assert (back.kind, back.data["stem"], back.data["answers"]) == (
        "short_text",
        "火警是____。",
        [{"text": "119"}, {"text": "一一九"}],
    )


def test_a_shown_stem_is_the_same_after_a_round_trip_through_html() -> None:
    stem = "看 `a < b`，**甲**：\n\n- 一\n- 二\n\n| x | y |\n| --- | --- |\n| 1 | 2 |"
    asked = draft("true_false", stem=stem, answer=True)
    back = gift.read(gift.write([asked]), "a.gift").drafts[0]
    assert block(back.data["stem"]) == block(stem)


def test_nothing_but_a_category_is_said_to_be_no_question() -> None:
    assert wheres("$CATEGORY: 甲") == ["题库.gift"]


@pytest.mark.slow
def test_time_grows_with_the_file_and_not_faster() -> None:
    text = "::题 {n}::[html]<p>第 {n} 题</p>{{=甲#对 ~乙 ~%-50%丙####解析 {n}}}\n\n"

    def seconds(count: int) -> float:
        data = "".join(text.format(n=n) for n in range(count)).encode()
        start = process_time()
        assert len(gift.read(data, "a.gift").drafts) == count
        return process_time() - start

    seconds(100)
    few = seconds(1_000)
    assert seconds(10_000) < 20 * few
