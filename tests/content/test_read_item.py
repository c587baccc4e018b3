"""A question in the editor: every problem has its line and says what to do."""

import pytest

from lms.content.items import ItemContent
from lms.content.read_item import read_item

GOOD = """[[item]]
name = "item-1"
kind = "single_choice"
level = 2
points = "2"
source = "惯例"
checked = 2026-11-23
stem = "哪一项？"
options = [
  {text = "甲", right = true},
  # 说明
  {text = "乙"},
]
rationale = "理由"
[item.en]
stem = "Which?"
options = [
  "A",
  "B",
]
"""


def lines(text: str, name: str = "") -> list[tuple[str, str]]:
    problems = read_item(text, "writing", name)
    assert isinstance(problems, list)
    return [(str(problem.where.line), problem.what.zh) for problem in problems]


def test_a_good_question_is_read_without_author_and_reviewer():
    item = read_item(GOOD, "writing", "item-1")
    assert isinstance(item, ItemContent)
    assert (item.name, item.competency, item.author, item.reviewer) == ("item-1", "writing", "", "")


def test_lines_may_end_as_browsers_end_them():
    assert read_item(GOOD.replace("\n", "\r\n"), "writing") == read_item(GOOD, "writing")


def test_every_problem_names_its_own_line_in_the_order_of_the_text():
    wrong = GOOD.replace("level = 2", "level = 9").replace('"2"', '"x"')
    wrong = wrong.replace('{text = "乙"}', '{text = "甲", colour = "red"}')
    assert lines(wrong) == [
        ("4", "level 应是 1 到 5 的等级"),
        ("5", "points 应是大于 0、至多两位小数的分值"),
        ("12", "options[2].colour 不认识这个键"),
        ("12", "options[2].text 与 options[1] 相同"),
    ]


def test_what_only_a_review_needs_may_be_missing():
    text = GOOD.replace('rationale = "理由"\n', "").replace('source = "惯例"\n', "")
    item = read_item(text.replace("checked = 2026-11-23\n", ""), "writing")
    assert isinstance(item, ItemContent)
    assert (item.source, item.checked, item.rationale) == ("", None, {"zh": "", "en": ""})


def test_a_difficulty_is_optional_and_must_be_one_of_three():
    item = read_item(GOOD.replace("level = 2", 'level = 2\ndifficulty = "hard"'), "writing")
    assert isinstance(item, ItemContent)
    assert item.difficulty == "hard"
    wrong = GOOD.replace("level = 2", 'level = 2\ndifficulty = "tricky"')
    assert lines(wrong) == [("5", "difficulty 应是 easy、medium 或 hard")]


def test_a_problem_of_the_translation_is_in_the_translation():
    wrong = GOOD.replace('  "B",\n', '  {text = "B", right = true},\n')
    assert lines(wrong) == [("19", "en.options[2].right 原文没有这一项")]
    assert lines(GOOD.replace('stem = "Which?"\n', "")) == [("15", "en.stem 没有填写")]


def test_rows_may_be_tables_of_their_own():
    text = (
        GOOD[: GOOD.index("options")]
        + 'rationale = "理由"\n[[item.options]]\ntext = "甲"\nright = true\n[[item.options]]\ntext = ""\n'
    )
    assert lines(text) == [("14", "options[2].text 没有填写")]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", "1", "没有题目"),
        ("[[item]]\n[[item]]\n", "2", "有 2 道题"),
        ('stem = "x"', "1", "不认识“stem”"),
        ("[item]", "1", "题目须写成 [[item]]"),
        ('[[item]]\nstem = "a\n', "2", "引号没有在本行内配对，或夹有不可见字符"),
        ("[[item]]\nstem = 哪一项\n", "2", "等号后面的值写法不对"),
        ("[[item]]\nstem\n", "2", "键后面少了等号"),
        ("[[item]]\nlevel = 1\nlevel = 2\n", "3", "同一个键写了两次"),
        ("[[item]]\nchecked = 2026-02-30\n", "2", "没有这个日期"),
        ('[[item]]\ntags = ["a" "b"]\n', "2", "方括号没有配对，或少了逗号"),
        ("a = " + "[" * 3000, "1", "数字过长，或括号套得过深"),
        ("a = " + "9" * 5000, "1", "数字过长，或括号套得过深"),
        ("#" * 100_001, "1", "超过 100000 个字"),
    ],
)
def test_a_text_that_is_not_one_question_is_refused(text, line, what):
    assert lines(text) == [(line, what)]


def test_keys_that_the_bank_records_itself_are_refused():
    assert lines(GOOD.replace('name = "item-1"', 'name = "item-1"\nauthor = "甲"')) == [
        ("3", "author 由系统记录")
    ]


def test_a_question_keeps_its_name():
    assert lines(GOOD, "item-2") == [("2", "题名不能改，应是 item-2")]


def test_a_time_of_day_is_not_part_of_the_day_of_checking():
    item = read_item(GOOD.replace("2026-11-23", "2026-11-23T08:00:00"), "writing")
    assert item == read_item(GOOD, "writing")


def test_a_content_area_that_is_too_long_is_refused():
    assert lines(GOOD.replace("level = 2", f'level = 2\narea = "{"a" * 81}"')) == [
        ("5", "area 最多 80 个字符，现有 81 个")
    ]
    fits = read_item(GOOD.replace("level = 2", f'level = 2\narea = "{"a" * 80}"'), "writing", "item-1")
    assert isinstance(fits, ItemContent)
    assert fits.area == "a" * 80


@pytest.mark.parametrize("kind", ['["essay"]', "{essay = 1}", "3"])
def test_a_kind_that_is_no_text_is_a_problem_like_others(kind):
    found = read_item(f'[[item]]\nname = "a-1"\nkind = {kind}\ncase = "b-1"\nstem = "甲"\n', "writing")
    assert isinstance(found, list)
    assert any("kind" in problem.what.en or "kind" in problem.where.in_("en") for problem in found)


def test_a_use_is_optional_and_must_be_exam_or_practice():
    for use, practice in (("exam", False), ("practice", True)):
        item = read_item(GOOD.replace("level = 2", f'level = 2\nuse = "{use}"'), "writing")
        assert isinstance(item, ItemContent)
        assert item.practice is practice
    plain = read_item(GOOD, "writing")
    assert isinstance(plain, ItemContent)
    assert plain.practice is False
    for wrong in ('"training"', "true", "[1]", "{}"):
        found = read_item(GOOD.replace("level = 2", f"level = 2\nuse = {wrong}"), "writing")
        assert isinstance(found, list)
        assert [(p.where.in_("zh"), p.what.zh, p.how.zh) for p in found] == [
            ("第 5 行", "use 应是 exam 或 practice",
             '考试和练习都用就不写；仅供练习、不进任何考试的写 use = "practice"')
        ]  # fmt: skip
