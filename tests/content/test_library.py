"""Content files: problems are reported at their lines, with what to do; valid files are read completely."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from lms.content.library import read_library

COMPETENCIES = """
[[competency]]
id = "writing"
order = 1
name = {zh = "文字综合", en = "Writing"}
summary = {zh = "写", en = "To write"}
""" + "".join(
    f'[[competency.level]]\nlevel = {n}\nname = {{zh = "级", en = "L"}}\nindicator = {{zh = "会", en = "can"}}\n'
    for n in range(1, 6)
)
AREA = """[[competency.area]]
id = "kinds"
name = {zh = "文种", en = "Kinds of documents"}
"""
COURSE = """title = {zh = "公文", en = "Documents"}
summary = {zh = "简介", en = "About"}
level = 2
hours = "1.5"
[[lesson]]
slug = "10-kinds"
title = {zh = "文种", en = "Kinds"}
"""
ITEM = """# 公文
[defaults]
author = "甲"
checked = 2026-11-23

[[item]]
name = "kind-1"
kind = "true_false"
level = 1
source = "惯例：行文"
rationale = "请示须一文一事。"
stem = "请示可以一文数事。"
answer = false
[item.en]
stem = "A request may hold several matters."
rationale = "One request, one matter."
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    course = tmp_path / "courses" / "writing" / "documents"
    course.mkdir(parents=True)
    (tmp_path / "courses" / "competencies.toml").write_text(COMPETENCIES, "utf-8")
    (course / "course.toml").write_text(COURSE, "utf-8")
    (course / "10-kinds.zh.md").write_text("## 文种\n", "utf-8")
    (course / "10-kinds.en.md").write_text("## Kinds\n", "utf-8")
    (tmp_path / "question_bank" / "writing").mkdir(parents=True)
    (tmp_path / "question_bank" / "writing" / "a.toml").write_text(ITEM, "utf-8")
    return tmp_path


def problems(root: Path) -> list[str]:
    return [f"{p.where.in_('zh')}: {p.what.zh.strip()}" for p in read_library(root).problems]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_valid_files_are_read_completely(root):
    library = read_library(root)
    assert library.problems == []
    (item,) = library.items["writing"]
    assert (item.name, item.question.kind, item.rationale["en"]) == (
        "kind-1",
        "true_false",
        "One request, one matter.",
    )
    (course,) = library.courses
    assert (course.slug, str(course.hours), course.lessons[0].body["zh"]) == ("documents", "1.5", "## 文种\n")


def test_the_content_areas_of_a_competency_have_names(root):
    path = root / "courses/competencies.toml"
    path.write_text(COMPETENCIES + AREA, "utf-8")
    (competency,) = read_library(root).competencies
    assert competency.areas == {"kinds": {"zh": "文种", "en": "Kinds of documents"}}


def test_a_misspelt_key_is_reported_at_its_line(root):
    change(root / "question_bank/writing/a.toml", "answer = false", "anwser = false")
    lines = problems(root)
    assert "question_bank/writing/a.toml:13: kind-1 anwser 不认识这个键" in lines


def test_broken_toml_is_reported_at_its_line_and_the_other_files_are_still_read(root):
    (root / "question_bank/writing/b.toml").write_text('[[item]]\nname = "x"\nstem = "没有收口\n', "utf-8")
    library = read_library(root)
    assert [p.where.in_("zh") for p in library.problems] == ["question_bank/writing/b.toml:3"]
    assert [item.name for item in library.items["writing"]] == ["kind-1"]


def test_a_gbk_file_is_refused_and_the_problem_says_how_to_save_it(root):
    (root / "question_bank/writing/b.toml").write_bytes("# ok\n# 国标".encode("gbk"))
    (problem,) = read_library(root).problems
    assert (
        problem.line("en") == "question_bank/writing/b.toml:2: is not UTF-8; save it as UTF-8 and try again"
    )


def test_a_question_names_its_reviewer_or_nobody(root):
    path = root / "question_bank/writing/a.toml"
    assert [item.reviewer for item in read_library(root).items["writing"]] == [""]
    change(path, 'author = "甲"', 'author = "甲"\nreviewer = "丙"')
    assert [item.reviewer for item in read_library(root).items["writing"]] == ["丙"]
    change(path, 'name = "kind-1"', 'name = "kind-1"\nreviewer = "乙"')
    assert [item.reviewer for item in read_library(root).items["writing"]] == ["乙"]


def test_an_author_cannot_review_their_own_question(root):
    change(root / "question_bank/writing/a.toml", 'name = "kind-1"', 'name = "kind-1"\nreviewer = "甲"')
    assert problems(root) == ["question_bank/writing/a.toml:8: kind-1 reviewer 命题人不能审自己的题"]


ESSAY = """
[[item]]
name = "essay-1"
kind = "essay"
level = 4
source = "惯例：简报写法"
rationale = "要点齐全。"
stem = "写一则简报。"
rubric = [{criterion = "事实", points = "6"}, {criterion = "文字", points = "4.5"}]
"""


def test_an_essay_has_the_points_of_its_rubric_and_may_repeat_them(root):
    for points in ("", 'points = "10.5"\n', 'points = "10.50"\n'):
        (root / "question_bank/writing/a.toml").write_text(ITEM + ESSAY + points, "utf-8")
        library = read_library(root)
        assert library.problems == []
        assert [item.points for item in library.items["writing"]] == [Decimal("1"), Decimal("10.5")]


def test_an_essay_whose_points_differ_from_its_rubric_is_refused(root):
    (root / "question_bank/writing/a.toml").write_text(ITEM + ESSAY + 'points = "10"\n', "utf-8")
    assert problems(root) == [
        "question_bank/writing/a.toml:26: essay-1 points 与评分标准各项分之和 10.5 不符"
    ]


CASE = """
[[item]]
name = "flood"
kind = "description"
level = 1
source = "虚构"
rationale = "材料。"
stem = "某县连降暴雨，水位超过警戒线。"
"""


def test_a_question_names_its_case_and_its_enemies(root):
    (root / "question_bank/writing/a.toml").write_text(
        ITEM.replace("level = 1", 'level = 1\ncase = "flood"\nenemies = ["乙组", "甲组", "甲组"]') + CASE,
        "utf-8",
    )
    library = read_library(root)
    assert library.problems == []
    assert [(i.name, i.case, i.enemies) for i in library.items["writing"]] == [
        ("kind-1", "flood", ("乙组", "甲组")),
        ("flood", "", ()),
    ]


@pytest.mark.parametrize("named", ["drought", "kind-1"])
def test_a_case_that_is_not_a_stimulus_of_its_bank_is_reported(root, named):
    (root / "question_bank/writing/a.toml").write_text(
        ITEM.replace("level = 1", f'level = 1\ncase = "{named}"') + CASE, "utf-8"
    )
    (problem,) = read_library(root).problems
    assert problem.line("zh") == (
        f"question_bank/writing/a.toml:6: kind-1 case 本题库没有材料 {named}；请改为题型 description 的题名：flood"
    )


def test_a_stimulus_has_no_stimulus_itself_and_enemies_are_names(root):
    wrong = CASE.replace("level = 1", 'level = 1\ncase = "flood"\nenemies = [""]')
    (root / "question_bank/writing/a.toml").write_text(ITEM + wrong, "utf-8")
    assert problems(root) == [
        "question_bank/writing/a.toml:22: flood case 材料本身不能再属于材料",
        "question_bank/writing/a.toml:23: flood enemies 应是互斥组名的列表，至多 20 组，每个不超过 80 字",
    ]


def test_two_questions_of_one_name_are_reported(root):
    text = (root / "question_bank/writing/a.toml").read_text("utf-8").replace("一文数事", "一文两事")
    (root / "question_bank/writing/b.toml").write_text(text, "utf-8")
    assert problems(root) == [
        "question_bank/writing/b.toml:6: 题名 kind-1 与 question_bank/writing/a.toml:6 重复"
    ]


def test_a_check_question_equal_to_an_exam_question_is_reported(root):
    check = ITEM.replace('name = "kind-1"', 'name = "check-1"\nlesson = "10-kinds"')
    (root / "courses/writing/documents/checks.toml").write_text(check, "utf-8")
    assert problems(root) == ["courses/writing/documents/checks.toml:6: 练习题 check-1 与考题 kind-1 相同"]


def test_chinese_alone_is_enough_for_a_course(root):
    (root / "courses/writing/documents/10-kinds.en.md").unlink()
    for file in ("courses/competencies.toml", "courses/writing/documents/course.toml"):
        text = re.sub(r', en = "[^"]*"', "", (root / file).read_text("utf-8"))
        (root / file).write_text(text, "utf-8")
    assert problems(root) == []
    (course,) = read_library(root).courses
    assert (course.title["en"], course.lessons[0].title["en"], course.lessons[0].body["en"]) == ("", "", "")
    assert course.lessons[0].body["zh"]


def test_a_translation_of_a_lesson_that_cannot_be_read_is_reported(root):
    (root / "courses/writing/documents/10-kinds.en.md").write_bytes(b"\xff\xfe")
    assert problems(root) == [
        "courses/writing/documents/course.toml:6: slug 缺少课文 10-kinds.en.md，或不是 UTF-8"
    ]


def test_a_missing_picture_is_reported_at_its_line(root):
    (root / "courses/writing/documents/10-kinds.zh.md").write_text("## 文种\n\n![图](kinds.svg)\n", "utf-8")
    assert problems(root) == ["courses/writing/documents/10-kinds.zh.md:3: 引用的文件 kinds.svg 不存在"]


def test_an_unknown_competency_and_an_unknown_exam_are_reported(root):
    (root / "question_bank" / "cooking").mkdir()
    change(root / "courses/writing/documents/course.toml", "level = 2", 'level = 2\nexam = "final"')
    assert problems(root) == [
        "question_bank/cooking:1: 没有“cooking”这项能力",
        "courses/writing/documents/course.toml:1: 考试 final 不存在",
    ]


def test_the_content_that_is_shipped_has_no_problem():
    library = read_library(Path(__file__).parents[2])
    assert [p.line("zh") for p in library.problems] == []
    assert {name: len(items) >= 20 for name, items in library.items.items()} == dict.fromkeys(
        ["coordination", "emergency", "execution", "research", "writing"], True
    )
    assert all(len(course.lessons) >= 3 and course.checks and course.exam for course in library.courses)
    named = {(competency.id, area) for competency in library.competencies for area in competency.areas}
    used = {(item.competency, item.area) for items in library.items.values() for item in items if item.area}
    assert named == used


def test_no_shipped_question_claims_a_review_by_somebody_who_is_not_named():
    library = read_library(Path(__file__).parents[2])
    items = [item for items in library.items.values() for item in items]
    checks = [check for course in library.courses for check in course.checks]
    assert {item.reviewer for item in items + checks} == {""}
    assert all(item.checked for item in items + checks)


def test_shipped_judgement_questions_whose_key_is_an_example_are_for_practice_only():
    library = read_library(Path(__file__).parents[2])
    items = [item for items in library.items.values() for item in items]
    assert {item.name for item in items if item.practice} == {
        f"coord-priority-{number}" for number in ("005", "006", "007")
    }
    assert {item.name for item in items if "sjt" in item.tags or "键只是示例" in item.source} == {
        item.name for item in items if item.practice
    }


def test_no_exam_that_is_shipped_promises_answers_before_its_rules_show_them():
    for exam in read_library(Path(__file__).parents[2]).exams:
        said = exam.plan.instructions
        assert re.search("交卷后[^；。]*答案", said.zh) is None, exam.slug
        assert re.search("answers[^.,;]* as soon as you submit", said.en) is None, exam.slug


BY_PLACE = re.compile(
    r"第[一二三四五六](?:种|句|个选项)|\bthe (?:first|second|third|fourth|last) (?:says|names|option)\b",
    re.I,
)
"""Words for an option by its place, which differs for every candidate."""


def test_no_rationale_of_the_product_names_an_option_by_its_place():
    library = read_library(Path(__file__).parents[2])
    items = [item for items in library.items.values() for item in items]
    items += [item for course in library.courses for item in course.checks]
    shuffled = [item for item in items if item.question.kind.endswith("_choice")]
    assert [item.name for item in shuffled if BY_PLACE.search(" ".join(item.rationale.values()))] == []


EXAM = """title = {zh = "考试", en = "Exam"}
instructions = {zh = "作答", en = "Answer"}
minutes = 40
attempts = 2
pass_percent = "60"
cut_set_by = {zh = "约定", en = "agreed"}
[[section]]
title = {zh = "判断", en = "True or false"}
[[section.draw]]
competency = "writing"
count = 1
points = "2"
"""


def test_an_exam_that_draws_more_questions_than_there_are_is_reported(root):
    (root / "question_bank" / "exams").mkdir()
    path = root / "question_bank" / "exams" / "final.toml"
    path.write_text(EXAM, "utf-8")
    assert problems(root) == []
    change(path, "count = 1", "count = 2")
    (problem,) = read_library(root).problems
    assert problem.where.in_("zh") == "question_bank/exams/final.toml:7"
