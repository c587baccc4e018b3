"""Where something stands is said in the language of the reader."""

import pytest

from lms.domain.problem import Problem, Text, place

PLACES = [
    ("第 12 行", "line 12"),
    ("第 4 行 options[2].text", "line 4 options[2].text"),
    ("表 2 第 3 行", "table 2, row 3"),
    ("第 7 段", "paragraph 7"),
    ("第 5 题", "question 5"),
    ("单选题!A5", "单选题!A5"),
    ("03-items.toml:17", "03-items.toml:17"),
]


@pytest.mark.parametrize(("zh", "en"), PLACES)
def test_a_place_is_said_in_both_languages(zh, en):
    assert (place(zh, "zh"), place(zh, "en")) == (zh, en)


def test_a_problem_says_its_place_in_the_language_of_the_rest():
    problem = Problem("第 12 行", Text("没有答案", "no answer"), Text("请补上", "add it"))
    assert problem.line("zh") == "第 12 行: 没有答案；请补上"
    assert problem.line("en") == "line 12: no answer; add it"
    assert problem.as_json("en") == {"where": "line 12", "what": "no answer", "how": "add it"}
