"""Answers in a list at the end go to their questions."""

import pytest

from tests.formats.numbered_text.reading import OPTIONS, drafts, key, keys, read


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
    questions = drafts(words)
    assert [key(draft) for draft in questions] == ["B", "C", "ABC", True, False, "essay"]
    assert (questions[2].feedback, questions[5].data["sample"]) == ("都对", "（1）报告；  \n（2）处置。")


def test_answers_without_a_question_and_questions_without_an_answer_are_named() -> None:
    reading = read(f"1. 一\n{OPTIONS}2. 二\n{OPTIONS}3. 三\n{OPTIONS}参考答案\n1.A 2.B 5.C\n6-8 AB")
    assert [key(draft) for draft in reading.drafts] == ["A", "B"]
    assert [p.where.in_("zh") for p in reading.problems] == ["第 15 行", "第 14 行", "第 9 行"]
