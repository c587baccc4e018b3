"""Numbered questions as people type them: every convention is read, and an uncertain key is refused at its line."""

from decimal import Decimal

import pytest

from lms.formats.items import recognise, text
from tests.formats.numbered_text.reading import OPTIONS, drafts, key, keys, only_draft, places, read, right


@pytest.mark.parametrize(
    "number", ["1.", "1、", "１．", "(1)", "（1）", "1)", "第1题：", "第一题", "[1]", "Q1:", "题1.", "1．"]
)
def test_numbers_in_any_style(number: str) -> None:
    assert only_draft(f"{number} 题干\n{OPTIONS}答案：B").data["stem"] == "题干"


@pytest.mark.parametrize(
    "label", ["{}.", "{}、", "{}．", "{}）", "({})", "（{}）", "【{}】", "{}：", "{} ", "{}\t"]
)
@pytest.mark.parametrize("letters", ["ABC", "ＡＢＣ"])
def test_options_in_any_style(label: str, letters: str) -> None:
    lines = [label.format(letter) + words for letter, words in zip(letters, ["甲", "乙", "丙"], strict=True)]
    draft = only_draft("1. 题干\n" + "\n".join(lines) + "\n答案：B")
    assert ([option["text"] for option in draft.data["options"]], right(draft)) == (["甲", "乙", "丙"], "B")


@pytest.mark.parametrize(
    "line",
    [
        "A. 甲 B. 乙 C. 丙",
        "A．甲\u3000B．乙\u3000C．丙",
        "A、甲；B、乙；C、丙",
        "A.甲B.乙C.丙",
        "A 甲   B 乙   C 丙",
        "(A)甲(B)乙(C)丙",
        "A甲\tB乙\tC丙",
    ],
)
def test_several_options_on_a_line(line: str) -> None:
    draft = only_draft(f"1. 题干（ ）\n{line}\n答案：C")
    assert ([option["text"] for option in draft.data["options"]], right(draft)) == (["甲", "乙", "丙"], "C")


def test_options_after_the_question_on_its_own_line() -> None:
    draft = only_draft("1. 火警是（C） A.110 B.120 C.119")
    assert (draft.data["stem"], right(draft)) == ("火警是（　　）", "C")


def test_letters_inside_words_are_no_options() -> None:
    draft = only_draft(
        "1. A公司与B公司合并后，C项目由谁负责？\nA. A公司\nB. B公司\nC. 维生素C研究所\n答案：C"
    )
    assert [option["text"] for option in draft.data["options"]] == ["A公司", "B公司", "维生素C研究所"]


def test_an_option_without_its_point_is_an_option() -> None:
    draft = only_draft("1. 题干\nA.《条例》\nB.《办法》\nC《细则》\nD.《通知》\n答案：C")
    assert ([option["text"] for option in draft.data["options"]], right(draft)) == (
        ["《条例》", "《办法》", "《细则》", "《通知》"],
        "C",
    )


def test_lines_go_on_in_stems_and_options_with_their_indentation() -> None:
    draft = only_draft(
        "1. 看代码：\nfor i in x:\n    print(i)\n输出是（ ）\nA. 1\nB. 2\n还是B\nC. 3\n答案：B"
    )
    assert draft.data["stem"] == "看代码：  \nfor i in x:  \n\xa0\xa0\xa0\xa0print(i)  \n输出是（ ）"
    assert [option["text"] for option in draft.data["options"]] == ["1", "2 还是B", "3"]


def test_a_list_inside_a_stem_begins_no_question() -> None:
    words = "1. 下列做法：\n（1）先报告\n（2）先处置\n正确的是（ ）\nA. 都对\nB. 都错\n答案：A\n2. 二（ ）\nA. 甲\nB. 乙\n答案：B"
    assert keys(words) == ["A", "B"]


def test_more_than_eight_options() -> None:
    lines = "".join(f"{letter}. {n}\n" for n, letter in enumerate("ABCDEFGHIJKL", 1))
    assert keys(f"1. 质数\n{lines}答案：B,C,E,G,K") == ["BCEGK"]


@pytest.mark.parametrize(
    "answer",
    [
        "答案：AC",
        "答案:A,C",
        "答 案：A、C",
        "【答案】A C",
        "参考答案：ＡＣ",
        "正确答案是AC",
        "[答案: A, C]",
        "（答案：AC）",
        "标准答案：A|C",
        "Answer: AC",
        "答案：甲;丙",
    ],
)
def test_several_letters_in_any_spelling_make_a_multiple_choice(answer: str) -> None:
    draft = only_draft(f"1. 题干\n{OPTIONS}{answer}")
    assert (draft.kind, draft.data["rule"], right(draft)) == ("multiple_choice", "proportional", "AC")


@pytest.mark.parametrize("stem", ["方针是（ B ）", "方针是( B )。", "（B）是方针", "方针是【B】"])
def test_the_answer_in_the_brackets_of_the_stem_is_removed_from_it(stem: str) -> None:
    draft = only_draft(f"1. {stem}\n{OPTIONS}")
    assert ("B" in draft.data["stem"], right(draft)) == (False, "B")


def test_the_answer_in_the_brackets_does_not_stay_beside_the_same_answer_below() -> None:
    assert only_draft(f"1. 有（AC）\n{OPTIONS}答案：AC").data["stem"] == "有（　　）"


def test_headings_name_the_kind_and_the_points() -> None:
    words = "一、单选题（每题2分，共2分）\n1. 一\nA. 甲\nB. 乙\n答案：A\n二、多项选择题 每小题3分\n1. 二\nA. 甲\nB. 乙\n答案：A\n三、简答题\n1. 三？\n答案：四\n四、填空题（每空1.5分）\n1. __和__。\n答案：甲|乙"
    questions = drafts(words)
    assert [(d.kind, d.points) for d in questions] == [
        ("single_choice", Decimal(2)), ("multiple_choice", Decimal(3)), ("essay", Decimal(1)), ("blanks", Decimal("3.0")),
    ]  # fmt: skip


def test_a_heading_without_a_kind_is_the_category() -> None:
    questions = drafts("一、消防安全\n1. 一（A）\nA. 甲\nB. 乙\n第二章 保密\n1. 二（B）\nA. 甲\nB. 乙")
    assert [(d.meta["category"], right(d)) for d in questions] == [("消防安全", "A"), ("保密", "B")]


def test_questions_numbered_with_numerals_are_no_headings() -> None:
    assert keys(
        "一、下列正确的是（ ）\nA. 甲\nB. 乙\n答案：A\n二、下列错误的是（ ）\nA. 甲\nB. 乙\n答案：B"
    ) == ["A", "B"]


def test_marks_of_kind_points_and_rule_in_the_stem() -> None:
    draft = only_draft("1.【多选题】题干（3分）[全对得分]\nA. 甲\nB. 乙\nC. 丙\n答案：AB")
    assert (draft.data["stem"], draft.points, draft.data["rule"]) == ("题干", Decimal(3), "all_or_nothing")
    assert [d.kind for d in drafts("[单选题] 1. 一\nA. 甲\nB. 乙\n答案：A\n[判断题]2. 二\n答案：对")] == [
        "single_choice",
        "true_false",
    ]


def test_fields_after_a_question() -> None:
    draft = only_draft(
        "1. 题干\nA. 甲\nB. 乙\n【答案】A【解析】因为甲。\n还因为。\n【难度】易\n分值：２分\n知识点：公文\n标签：必考 新\n依据：《条例》第五条"
    )
    assert (draft.feedback, draft.points, draft.tags) == ("因为甲。  \n还因为。", Decimal(2), ("必考", "新"))
    assert draft.meta == {"difficulty": "易", "area": "公文", "source": "《条例》第五条"}


def test_questions_without_numbers_are_separated_by_empty_lines() -> None:
    words = "价值观是？\nA. 甲\nB. 乙\n答案：A\n\n首都是（ ）\nA. 北京\nB. 上海\n答案：A\n解析：略\n\n谁写了《史记》？\n答案：司马迁"
    assert keys(words) == ["A", "A", ["司马迁"]]


def test_a_title_is_no_question_and_material_is_read_with_its_questions() -> None:
    material = "材料：某市遭遇暴雨，城区积水严重，多处道路中断，供电设施受损，请根据以下材料回答问题。"
    words = f"2026年题库\n姓名：____\n三、案例分析题\n{material}\n1. 首先（ ）\nA. 报告\nB. 等待\n答案：A"
    questions = drafts(words)
    assert [(d.kind, d.points) for d in questions] == [
        ("description", Decimal(0)),
        ("single_choice", Decimal(1)),
    ]
    assert questions[0].data["stem"] == material


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (f"1. 没有答案（ ）\n{OPTIONS}", 1),
        (f"1. 越界\n{OPTIONS}答案：D", 5),
        (f"1. 重复\n{OPTIONS}答案：AA", 5),
        (f"1. 看不懂\n{OPTIONS}答案：甲或乙", 5),
        (f"1. 矛盾（A）\n{OPTIONS}答案：B", 1),
        (f"1. 两处（A）括号（B）\n{OPTIONS}", 1),
        (f"1. 两行\n{OPTIONS}答案：A\n答案：B", 6),
        (f"1. [单选题]两个答案\n{OPTIONS}答案：AB", 5),
        ("1. 缺号\nA. 甲\nC. 乙\nD. 丙\n答案：C", 3),
        ("1. 重号\nA. 甲\nB. 乙\nB. 丙\n答案：B", 4),
        ("1. 没有选项\n答案：B", 1),
        ("1. 选项相同\nA. 甲\nB. 甲\n答案：B", 1),
        ("一、单选题\n1. 没有选项\n答案：甲", 2),
        ("一、判断题\n1. 看不懂。\n答案：也许", 3),
        ("一、判断题\n1. 有选项。\nA. 甲\nB. 乙\n答案：A", 2),
        ("一、填空题\n1. ____、____、____\n答案：甲；乙", 3),
        ("1. [排序题]漏项\nA. 甲\nB. 乙\nC. 丙\n答案：AB", 5),
        ("1. [连线题]不明\n答案：如图", 2),
        ("1. 这是一段话。", 1),
        ("一、单选题\n略", 2),
    ],
)
def test_an_uncertain_key_is_refused_at_its_line(words: str, line: int) -> None:
    assert places(words) == [f"第 {line} 行"]


def test_a_broken_question_does_not_affect_the_next_one() -> None:
    reading = read(f"1. 一\n{OPTIONS}\n2. 二\n{OPTIONS}答案：C")
    assert ([key(d) for d in reading.drafts], [p.where.in_("zh") for p in reading.problems]) == (
        ["C"],
        ["第 1 行"],
    )


def test_a_year_after_the_number_is_the_question() -> None:
    assert [d.data["stem"] for d in drafts("1.2020年（A）\nA. 甲\nB. 乙\n2.2021年（B）\nA. 甲\nB. 乙")] == [
        "2020年（　　）",
        "2021年（　　）",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_encodings_of_office_programs(encoding: str) -> None:
    data = f"1. 题干\r\n{OPTIONS}答案：B\r\n".encode(encoding)
    assert recognise(data, "题.txt") == "text"
    assert [right(draft) for draft in text.read(data, "题.txt").drafts] == ["B"]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1", b"{\\rtf1 x}", b"\x89PNG\r\n"]
)
def test_another_file_with_the_suffix_of_text_is_recognised(data: bytes) -> None:
    assert [problem.where.in_("zh") for problem in text.read(data, "a.txt").problems] == ["a.txt"]
