"""Question papers as people type them: every convention is read, and what leaves the key open is refused at its line."""

from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from lms.domain.question import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import recognise, text
from lms.questions import dump_question


def read(words: str) -> Reading:
    return text.read(words.encode(), "题库.txt")


def drafts(words: str) -> list[Draft]:
    reading = read(words)
    assert [problem.line("zh") for problem in reading.problems] == []
    return list(reading.drafts)


def one(words: str) -> Draft:
    found = drafts(words)
    assert len(found) == 1
    return found[0]


def body(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question)
    return dump_question(question)["body"]


def right(draft: Draft) -> str:
    """The letters of the right options."""
    return "".join("ABCDEFGHIJKL"[n] for n, option in enumerate(draft.data["options"]) if option.get("right"))


def keys(words: str) -> list[Any]:
    """Each question's key in short."""
    return [_key(draft) for draft in drafts(words)]


def _key(draft: Draft) -> Any:
    found = body(draft)
    if "options" in found:
        return right(draft)
    if "blanks" in found:
        return [[answer["text"] for answer in blank["answers"]] for blank in found["blanks"]]
    if draft.kind == "short_text":
        return [answer["text"] for answer in found["answers"]]
    return found.get("answer", draft.kind)


def wheres(words: str) -> list[str]:
    reading = read(words)
    assert reading.drafts == ()
    return [problem.where for problem in reading.problems]


OPTIONS = "A. 甲\nB. 乙\nC. 丙\n"


@pytest.mark.parametrize(
    "number", ["1.", "1、", "１．", "(1)", "（1）", "1)", "第1题：", "第一题", "[1]", "Q1:", "题1.", "1．"]
)
def test_numbers_in_any_style(number: str) -> None:
    assert one(f"{number} 题干\n{OPTIONS}答案：B").data["stem"] == "题干"


@pytest.mark.parametrize(
    "label", ["{}.", "{}、", "{}．", "{}）", "({})", "（{}）", "【{}】", "{}：", "{} ", "{}\t"]
)
@pytest.mark.parametrize("letters", ["ABC", "ＡＢＣ"])
def test_options_in_any_style(label: str, letters: str) -> None:
    lines = [label.format(letter) + words for letter, words in zip(letters, ["甲", "乙", "丙"], strict=True)]
    draft = one("1. 题干\n" + "\n".join(lines) + "\n答案：B")
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
    draft = one(f"1. 题干（ ）\n{line}\n答案：C")
    assert ([option["text"] for option in draft.data["options"]], right(draft)) == (["甲", "乙", "丙"], "C")


def test_options_behind_the_question_on_its_own_line() -> None:
    draft = one("1. 火警是（C） A.110 B.120 C.119")
    assert (draft.data["stem"], right(draft)) == ("火警是（　　）", "C")


def test_letters_inside_words_are_no_options() -> None:
    draft = one("1. A公司与B公司合并后，C项目由谁负责？\nA. A公司\nB. B公司\nC. 维生素C研究所\n答案：C")
    assert [option["text"] for option in draft.data["options"]] == ["A公司", "B公司", "维生素C研究所"]


def test_an_option_that_lost_its_point_is_one_all_the_same() -> None:
    draft = one("1. 题干\nA.《条例》\nB.《办法》\nC《细则》\nD.《通知》\n答案：C")
    assert ([option["text"] for option in draft.data["options"]], right(draft)) == (
        ["《条例》", "《办法》", "《细则》", "《通知》"],
        "C",
    )


def test_lines_go_on_in_stems_and_options_with_their_indentation() -> None:
    draft = one("1. 看代码：\nfor i in x:\n    print(i)\n输出是（ ）\nA. 1\nB. 2\n还是B\nC. 3\n答案：B")
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
    draft = one(f"1. 题干\n{OPTIONS}{answer}")
    assert (draft.kind, draft.data["rule"], right(draft)) == ("multiple_choice", "proportional", "AC")


@pytest.mark.parametrize("stem", ["方针是（ B ）", "方针是( B )。", "（B）是方针", "方针是【B】"])
def test_the_answer_in_the_brackets_of_the_stem_is_taken_out_of_it(stem: str) -> None:
    draft = one(f"1. {stem}\n{OPTIONS}")
    assert ("B" in draft.data["stem"], right(draft)) == (False, "B")


def test_the_answer_in_the_brackets_does_not_stay_beside_the_same_answer_below() -> None:
    assert one(f"1. 有（AC）\n{OPTIONS}答案：AC").data["stem"] == "有（　　）"


@pytest.mark.parametrize(
    ("words", "value"),
    [(word, True) for word in ("正确", "对", "√", "是", "T", "True", "Y", "✓")]
    + [(word, False) for word in ("错误", "错", "×", "否", "F", "false", "N", "✗")],
)
def test_words_of_right_and_wrong(words: str, value: bool) -> None:
    draft = one(f"1. 请示应当一文一事。（ ）\n答案：{words}")
    assert draft.data == {"stem": "请示应当一文一事。", "answer": value}


@pytest.mark.parametrize(
    "stem", ["请示应当一文一事。（√）", "请示应当一文一事。( √ )", "（√）请示应当一文一事。"]
)
def test_a_mark_in_the_brackets_of_a_statement(stem: str) -> None:
    assert one(f"1. {stem}").data == {"stem": "请示应当一文一事。", "answer": True}


def test_a_statement_with_options_for_right_and_wrong() -> None:
    assert keys("1. 甲。\nA. 正确\nB. 错误\n答案：B\n2. 乙。\nA. 错误 B. 正确\n答案：B") == [False, True]


def test_a_reason_behind_the_verdict_is_feedback() -> None:
    draft = one("一、判断题\n1. 三十日内办结。\n答案：错误，应为三日。")
    assert (draft.data["answer"], draft.feedback) == (False, "应为三日。")


@pytest.mark.parametrize(
    ("stem", "answer", "key"),
    [
        ("火警____，急救____。", "119|120", [["119"], ["120"]]),
        ("火警____，急救____。", "119；120", [["119"], ["120"]]),
        ("火警____，急救____。", "(119)(120)", [["119"], ["120"]]),
        ("火警____，急救____。", "①119②120", [["119"], ["120"]]),
        ("火警____，急救____。", "第一空：119；第二空：120", [["119"], ["120"]]),
        ("火警____，急救____。", "119;１１９|120", [["119", "１１９"], ["120"]]),
        ("水是（  ）。", "H2O；H₂O", [["H2O", "H₂O"]]),
        ("水是＿＿＿。", "H2O", [["H2O"]]),
    ],
)
def test_blanks_and_the_answers_that_count_for_each(stem: str, answer: str, key: list[list[str]]) -> None:
    draft = one(f"1. {stem}\n答案：{answer}")
    assert (draft.kind, _key(draft)) == ("blanks", key)


def test_answers_written_into_the_blanks_are_taken_out_of_them() -> None:
    draft = one("一、填空题\n1. 首都是__北京__。")
    assert (draft.data["stem"], _key(draft), draft.name) == ("首都是____。", [["北京"]], "首都是____。")


def test_any_order_where_the_paper_says_so() -> None:
    assert body(one("1. 要素有____、____。\n答案：甲、乙（顺序不限）"))["any_order"] is True


def test_an_answer_in_words_is_short_or_an_essay_by_its_length_and_question() -> None:
    words = "1. 谁写了《史记》？\n答案：司马迁\n2. 简述流程。\n答：\n1. 报告\n2. 处置\n3. 谈谈体会。\n4. 督查是什么？\n答案：督查是推动决策落实的重要手段。"
    found = drafts(words)
    assert [draft.kind for draft in found] == ["short_text", "essay", "essay", "essay"]
    assert found[1].data["sample"] == "1\\. 报告  \n2\\. 处置"
    assert found[1].data["rubric"] == [{"criterion": "对照参考答案", "points": "1", "describe": ""}]


def test_a_rubric_whose_points_are_those_of_the_question_is_kept() -> None:
    draft = one("1. [简答题]简述流程。（5分）\n评分标准：\n报告（2分）\n处置（3分）：先期处置")
    assert draft.data["rubric"] == [
        {"criterion": "报告", "points": "2"},
        {"criterion": "处置", "points": "3", "describe": "先期处置"},
    ]


def test_headings_name_the_kind_and_the_points() -> None:
    words = "一、单选题（每题2分，共2分）\n1. 一\nA. 甲\nB. 乙\n答案：A\n二、多项选择题 每小题3分\n1. 二\nA. 甲\nB. 乙\n答案：A\n三、简答题\n1. 三？\n答案：四\n四、填空题（每空1.5分）\n1. __和__。\n答案：甲|乙"
    found = drafts(words)
    assert [(d.kind, d.points) for d in found] == [
        ("single_choice", Decimal(2)), ("multiple_choice", Decimal(3)), ("essay", Decimal(1)), ("blanks", Decimal("3.0")),
    ]  # fmt: skip


def test_a_heading_without_a_kind_is_the_category() -> None:
    found = drafts("一、消防安全\n1. 一（A）\nA. 甲\nB. 乙\n第二章 保密\n1. 二（B）\nA. 甲\nB. 乙")
    assert [(d.meta["category"], right(d)) for d in found] == [("消防安全", "A"), ("保密", "B")]


def test_questions_numbered_with_numerals_are_no_headings() -> None:
    assert keys(
        "一、下列正确的是（ ）\nA. 甲\nB. 乙\n答案：A\n二、下列错误的是（ ）\nA. 甲\nB. 乙\n答案：B"
    ) == ["A", "B"]


def test_marks_of_kind_points_and_rule_in_the_stem() -> None:
    draft = one("1.【多选题】题干（3分）[全对得分]\nA. 甲\nB. 乙\nC. 丙\n答案：AB")
    assert (draft.data["stem"], draft.points, draft.data["rule"]) == ("题干", Decimal(3), "all_or_nothing")
    assert [d.kind for d in drafts("[单选题] 1. 一\nA. 甲\nB. 乙\n答案：A\n[判断题]2. 二\n答案：对")] == [
        "single_choice",
        "true_false",
    ]


def test_fields_behind_a_question() -> None:
    draft = one(
        "1. 题干\nA. 甲\nB. 乙\n【答案】A【解析】因为甲。\n还因为。\n【难度】易\n分值：２分\n知识点：公文\n标签：必考 新\n依据：《条例》第五条"
    )
    assert (draft.feedback, draft.points, draft.tags) == ("因为甲。  \n还因为。", Decimal(2), ("必考", "新"))
    assert draft.meta == {"difficulty": "易", "area": "公文", "source": "《条例》第五条"}


def test_words_below_the_letter_of_the_answer_explain_it() -> None:
    draft = one("1. 题干\nA. 甲\nB. 乙\n答案：\nB\n因为乙。")
    assert (right(draft), draft.feedback) == ("B", "因为乙。")


def test_an_order_and_pairs() -> None:
    words = "1. [排序题]步骤\nA. 甲\nB. 乙\nC. 丙\n答案：C→A→B\n2. [连线题]首都\n(1) 中国\n(2) 法国\nA. 巴黎\nB. 北京\nC. 伦敦\n答案：1-B 2-A"
    order, pairs = drafts(words)
    assert order.data["order"] == ["丙", "甲", "乙"]
    assert (pairs.data["stem"], pairs.data["pairs"], pairs.data["extra"]) == (
        "首都", [{"left": "中国", "right": "北京"}, {"left": "法国", "right": "巴黎"}], ["伦敦"],
    )  # fmt: skip


def test_a_number_where_a_number_is_asked() -> None:
    draft = one("1. [数值题]办结时限？\n答案：30天")
    assert (draft.kind, body(draft)["answers"][0]["number"], body(draft)["unit"]) == ("numeric", "30", "天")


@pytest.mark.parametrize(
    "answers",
    [
        "1.A 2.C 3.B",
        "1-3 ACB",
        "1～3：A C B",
        "1、A；2、C；3、B",
        "1A 2C 3B",
        "1.A\n2.C\n3.B",
        "题号\t1\t2\t3\n答案\tA\tC\tB",
    ],
)
@pytest.mark.parametrize("head", ["参考答案", "答案：", "【参考答案】", "附：标准答案及解析"])
def test_answers_in_a_list_at_the_end(answers: str, head: str) -> None:
    questions = "".join(f"{n}. 题{n}（ ）\n{OPTIONS}" for n in (1, 2, 3))
    assert keys(f"{questions}\n{head}\n{answers}") == ["A", "C", "B"]


def test_a_list_of_answers_under_headings_goes_to_the_sections_of_that_kind() -> None:
    words = (
        f"一、单选题\n1. 一\n{OPTIONS}2. 二\n{OPTIONS}二、多选题\n1. 三\n{OPTIONS}三、判断题\n1. 四。\n2. 五。\n四、简答题\n1. 六？\n"
        "参考答案\n一、单选题\n1-2 BC\n二、多选题\n1. ABC 解析：都对\n三、判断题\n1.√ 2.×\n四、简答题\n1. （1）报告；\n（2）处置。\n"
    )
    found = drafts(words)
    assert [_key(draft) for draft in found] == ["B", "C", "ABC", True, False, "essay"]
    assert (found[2].feedback, found[5].data["sample"]) == ("都对", "（1）报告；  \n（2）处置。")


def test_answers_that_find_no_question_and_questions_without_answer_are_named() -> None:
    reading = read(f"1. 一\n{OPTIONS}2. 二\n{OPTIONS}3. 三\n{OPTIONS}参考答案\n1.A 2.B 5.C\n6-8 AB")
    assert [_key(draft) for draft in reading.drafts] == ["A", "B"]
    assert [p.where for p in reading.problems] == ["第 15 行", "第 14 行", "第 9 行"]


def test_papers_without_numbers_are_parted_by_empty_lines() -> None:
    words = "价值观是？\nA. 甲\nB. 乙\n答案：A\n\n首都是（ ）\nA. 北京\nB. 上海\n答案：A\n解析：略\n\n谁写了《史记》？\n答案：司马迁"
    assert keys(words) == ["A", "A", ["司马迁"]]


def test_a_title_is_no_question_and_material_is_read_with_its_questions() -> None:
    material = "材料：某市遭遇暴雨，城区积水严重，多处道路中断，供电设施受损，请根据以下材料回答问题。"
    words = f"2026年题库\n姓名：____\n三、案例分析题\n{material}\n1. 首先（ ）\nA. 报告\nB. 等待\n答案：A"
    found = drafts(words)
    assert [(d.kind, d.points) for d in found] == [("description", Decimal(0)), ("single_choice", Decimal(1))]
    assert found[0].data["stem"] == material


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
def test_what_leaves_the_key_open_is_refused_at_its_line(words: str, line: int) -> None:
    assert wheres(words) == [f"第 {line} 行"]


def test_a_broken_question_does_not_take_the_next_one_with_it() -> None:
    reading = read(f"1. 一\n{OPTIONS}\n2. 二\n{OPTIONS}答案：C")
    assert ([_key(d) for d in reading.drafts], [p.where for p in reading.problems]) == (["C"], ["第 1 行"])


def test_a_year_behind_the_number_is_the_question() -> None:
    assert [d.data["stem"] for d in drafts("1.2020年（A）\nA. 甲\nB. 乙\n2.2021年（B）\nA. 甲\nB. 乙")] == [
        "2020年（　　）",
        "2021年（　　）",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_paper_is_read_in_the_encodings_of_office_programs(encoding: str) -> None:
    data = f"1. 题干\r\n{OPTIONS}答案：B\r\n".encode(encoding)
    assert recognise(data, "题.txt") == "text"
    assert [right(draft) for draft in text.read(data, "题.txt").drafts] == ["B"]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1", b"{\\rtf1 x}", b"\x89PNG\r\n"]
)
def test_another_file_with_the_suffix_of_text_is_told_apart(data: bytes) -> None:
    assert [problem.where for problem in text.read(data, "a.txt").problems] == ["a.txt"]


@pytest.mark.slow
def test_time_grows_with_the_paper_and_not_faster() -> None:
    def seconds(count: int) -> float:
        data = "".join(
            f"{n}. 第{n}题（ ）\n{OPTIONS}答案：B\n解析：因为{n}。\n" for n in range(1, count + 1)
        ).encode()
        start = process_time()
        assert len(text.read(data, "a.txt").drafts) == count
        return process_time() - start

    seconds(100)
    assert seconds(10_000) < 20 * seconds(1_000)
