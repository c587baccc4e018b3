"""More conventions of question tools and offices in China: markers of tools, totals, options without letters."""

from decimal import Decimal

import pytest

from tests.formats.numbered_text.reading import OPTIONS, body, drafts, key, keys, only_draft, read, right


@pytest.mark.parametrize(
    ("heading", "points"),
    [
        ("六、论述题（20分）", ["10", "10"]),
        ("六、论述题（本大题共2小题，共25分）", ["12.5", "12.5"]),
        ("六、论述题（共2题，每题10分，共20分）", ["10", "10"]),
        ("六、论述题（15分/题）", ["15", "15"]),
        ("六、论述题（每小题各8分）", ["8", "8"]),
        ("六、论述题", ["1", "1"]),
    ],
)
def test_a_heading_gives_the_points_of_each_question_or_of_all(heading: str, points: list[str]) -> None:
    essays = drafts(f"{heading}\n1. 论述督查。\n2. 论述调研。")
    assert [draft.points for draft in essays] == [Decimal(point) for point in points]


def test_questions_of_the_survey_tool_begin_with_their_kind_and_need_no_numbers_or_letters() -> None:
    words = (
        "[单选题] 首都是？ [分值: 2] [全对得分]\n北京\n上海\n[答案: A]\n[解析: 如此]\n"
        "直辖市有？[多选题]\n北京\n上海\n广州\n[答案: A, B]\n[部分得分]\n"
        "谈谈 [多行文本题]\n[人工打分]\n"
        "[填空题] 首都是[填空1]，简称[填空2]\n[答案: 北京; 京]\n[分值: 2, 3]\n[按空得分]\n"
    )
    single, several, essay, blanks = drafts(words)
    assert (right(single), single.points, single.feedback) == ("A", Decimal(2), "如此")
    assert (right(several), several.data["rule"]) == ("AB", "proportional")
    assert (essay.kind, essay.data["stem"]) == ("essay", "谈谈")
    assert (key(blanks), blanks.points) == ([["北京"], ["京"]], Decimal(5))


def test_answers_of_the_quiz_tool_are_in_brackets_and_may_count_only_together() -> None:
    reading = read(
        "1. 红色代表什么\n【答案】乱序匹配全对得分(热情)(活力)\n2. 首都____，简称____\n【答案】(北京)(京)"
    )
    assert [(key(draft), body(draft)["any_order"]) for draft in reading.drafts] == [
        ([["热情"], ["活力"]], True),
        ([["北京"], ["京"]], False),
    ]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 1 行"]


def test_a_question_without_an_answer_is_an_essay_with_a_notice() -> None:
    reading = read("1. 什么是公文？\n2. 太阳从东边升起。")
    assert [draft.kind for draft in reading.drafts] == ["essay"]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 1 行", "第 2 行"]


@pytest.mark.parametrize("sign", ["○", "□", "●", "- "])
def test_options_may_have_boxes_instead_of_letters(sign: str) -> None:
    draft = only_draft(f"1、单选题：首都是？\n{sign}北京\n{sign}上海\n答案：北京")
    assert (draft.data["stem"], [o["text"] for o in draft.data["options"]], right(draft)) == (
        "首都是？",
        ["北京", "上海"],
        "A",
    )


@pytest.mark.parametrize(
    "answers",
    ["一、1.A 2.B\n二、1.对 2.错", "（一）1-2 AB\n（二）1、√ 2、×", "单选题：1-2 AB\n判断题：1.对 2.错"],
)
def test_a_list_of_answers_may_have_a_line_for_each_part(answers: str) -> None:
    words = f"一、单选题\n1. 一\n{OPTIONS}2. 二\n{OPTIONS}二、判断题\n1. 三。\n2. 四。\n标准答案：\n{answers}"
    assert keys(words) == ["A", "B", True, False]


def test_options_below_their_own_marker() -> None:
    words = "【题型】单选题\n【题干】公文？\n【选项】\nA.法定 B.随意\n【答案】A\n\n【题型】单选题\n【题干】二\n【选项】A.一 B.二\n【答案】B"
    assert [(d.data["stem"], right(d)) for d in drafts(words)] == [("公文？", "A"), ("二", "B")]


def test_a_kind_and_points_in_brackets_leave_no_colon_behind() -> None:
    assert only_draft(f"第1题（单选题，2分）：哪个？\n{OPTIONS}答案：选项B").data["stem"] == "哪个？"


def test_a_verdict_may_follow_the_statement_without_brackets() -> None:
    statements = drafts("1、月亮绕地球转。　√\n2、月亮自己发光。×")
    assert [draft.data for draft in statements] == [
        {"stem": "月亮绕地球转。", "answer": True},
        {"stem": "月亮自己发光。", "answer": False},
    ]


def test_letters_joined_by_arrows_are_an_order() -> None:
    draft = only_draft("1. 按先后排序：\nA. 签发\nB. 拟稿\nC. 核稿\n答案：B→C→A")
    assert (draft.kind, draft.data["order"]) == ("ordering", ["拟稿", "核稿", "签发"])


def test_numbers_without_a_point_go_on_below_the_next_heading() -> None:
    words = "单选题\n1 下列\nA 甲\nB 乙\n答案 A\n多选题\n2 选\nA 甲\nB 乙\nC 丙\n答案 A B"
    assert [(d.data["stem"], right(d)) for d in drafts(words)] == [("下列", "A"), ("选", "AB")]


def test_an_answer_in_brackets_between_the_lines_of_its_gap() -> None:
    assert key(only_draft("1. 圆周率约为__（3.14）__。")) == [["3.14"]]


def test_key_points_of_an_answer_are_no_part_of_the_question() -> None:
    draft = only_draft(
        "五、简答题\n1.简述督查流程。（10分）\n答案要点：\n（1）立项；（3分）\n（2）交办。（7分）"
    )
    assert (draft.data["stem"], draft.points) == ("简述督查流程。", Decimal(10))
    assert draft.data["sample"] == "（1）立项；（3分）  \n（2）交办。（7分）"


def test_the_answer_in_brackets_within_a_statement_becomes_its_gap() -> None:
    draft = only_draft("题目3（填空）\n条例自（2012年7月1日）起施行。\n答案：2012年7月1日")
    assert (draft.data["stem"], key(draft)) == ("条例自（____）起施行。", [["2012年7月1日"]])


def test_under_a_heading_of_blanks_words_in_brackets_are_the_answers_with_a_notice() -> None:
    reading = read("四、填空题\n1. 消防电话（119），急救电话（120）。（2分）")
    (draft,) = reading.drafts
    assert (draft.data["stem"], key(draft)) == ("消防电话（____），急救电话（____）。", [["119"], ["120"]])
    assert [(p.where.in_("zh"), p.notice) for p in reading.problems] == [("第 2 行", True)]
