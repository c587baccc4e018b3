"""Each kind of question in numbered text: true or false, blanks, short and long answers, orders, pairs."""

import pytest

from tests.formats.numbered_text.reading import body, drafts, key, keys, only_draft, right


@pytest.mark.parametrize(
    ("words", "value"),
    [(word, True) for word in ("正确", "对", "√", "是", "T", "True", "Y", "✓")]
    + [(word, False) for word in ("错误", "错", "×", "否", "F", "false", "N", "✗")],
)
def test_words_of_right_and_wrong(words: str, value: bool) -> None:
    draft = only_draft(f"1. 请示应当一文一事。（ ）\n答案：{words}")
    assert draft.data == {"stem": "请示应当一文一事。", "answer": value}


@pytest.mark.parametrize(
    "stem", ["请示应当一文一事。（√）", "请示应当一文一事。( √ )", "（√）请示应当一文一事。"]
)
def test_a_mark_in_the_brackets_of_a_statement(stem: str) -> None:
    assert only_draft(f"1. {stem}").data == {"stem": "请示应当一文一事。", "answer": True}


def test_a_statement_with_options_for_right_and_wrong() -> None:
    assert keys("1. 甲。\nA. 正确\nB. 错误\n答案：B\n2. 乙。\nA. 错误 B. 正确\n答案：B") == [False, True]


def test_a_reason_after_the_verdict_is_feedback() -> None:
    draft = only_draft("一、判断题\n1. 三十日内办结。\n答案：错误，应为三日。")
    assert (draft.data["answer"], draft.feedback) == (False, "应为三日。")


@pytest.mark.parametrize(
    ("stem", "answer", "answers"),
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
def test_blanks_and_the_answers_that_count_for_each(stem: str, answer: str, answers: list[list[str]]) -> None:
    draft = only_draft(f"1. {stem}\n答案：{answer}")
    assert (draft.kind, key(draft)) == ("blanks", answers)


def test_answers_written_into_the_blanks_are_removed_from_them() -> None:
    draft = only_draft("一、填空题\n1. 首都是__北京__。")
    assert (draft.data["stem"], key(draft), draft.name) == ("首都是____。", [["北京"]], "首都是____。")


def test_any_order_where_the_text_says_so() -> None:
    assert body(only_draft("1. 要素有____、____。\n答案：甲、乙（顺序不限）"))["any_order"] is True


def test_an_answer_in_words_is_short_or_an_essay_by_its_length_and_question() -> None:
    words = "1. 谁写了《史记》？\n答案：司马迁\n2. 简述流程。\n答：\n1. 报告\n2. 处置\n3. 谈谈体会。\n4. 督查是什么？\n答案：督查是推动决策落实的重要手段。"
    questions = drafts(words)
    assert [draft.kind for draft in questions] == ["short_text", "essay", "essay", "essay"]
    assert questions[1].data["sample"] == "1\\. 报告  \n2\\. 处置"
    assert questions[1].data["rubric"] == [{"criterion": "对照参考答案", "points": "1", "describe": ""}]


def test_a_rubric_whose_points_are_those_of_the_question_is_kept() -> None:
    draft = only_draft("1. [简答题]简述流程。（5分）\n评分标准：\n报告（2分）\n处置（3分）：先期处置")
    assert draft.data["rubric"] == [
        {"criterion": "报告", "points": "2"},
        {"criterion": "处置", "points": "3", "describe": "先期处置"},
    ]


def test_words_below_the_letter_of_the_answer_explain_it() -> None:
    draft = only_draft("1. 题干\nA. 甲\nB. 乙\n答案：\nB\n因为乙。")
    assert (right(draft), draft.feedback) == ("B", "因为乙。")


def test_the_brackets_may_come_before_the_number() -> None:
    assert [d.data for d in drafts("二、判断题\n（√）1. 甲。\n( × )2. 乙。\n")] == [
        {"stem": "甲。", "answer": True},
        {"stem": "乙。", "answer": False},
    ]
    assert only_draft("一、判断题\n（ ）1、甲。\n答案：对").data == {"stem": "甲。", "answer": True}


def test_a_question_whose_parts_are_all_named() -> None:
    words = "题型：判断题\n题干：甲。\n答案：对\n解析：因为。\n题型：单选题\n题干：乙\n选项A：一\n选项B：二\n答案：B\n"
    assert [(d.kind, key(d)) for d in drafts(words)] == [("true_false", True), ("single_choice", "B")]


def test_an_order_and_pairs() -> None:
    words = "1. [排序题]步骤\nA. 甲\nB. 乙\nC. 丙\n答案：C→A→B\n2. [连线题]首都\n(1) 中国\n(2) 法国\nA. 巴黎\nB. 北京\nC. 伦敦\n答案：1-B 2-A"
    order, pairs = drafts(words)
    assert order.data["order"] == ["丙", "甲", "乙"]
    assert (pairs.data["stem"], pairs.data["pairs"], pairs.data["extra"]) == (
        "首都", [{"left": "中国", "right": "北京"}, {"left": "法国", "right": "巴黎"}], ["伦敦"],
    )  # fmt: skip


def test_a_number_where_a_number_is_asked() -> None:
    draft = only_draft("1. [数值题]办结时限？\n答案：30天")
    assert (draft.kind, body(draft)["answers"][0]["number"], body(draft)["unit"]) == ("numeric", "30", "天")
