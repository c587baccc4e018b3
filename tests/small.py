"""A small library of content: one course of two lessons, each with a check question, and an exam of four."""

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.cli.content import load_content
from lms.content.library import Library, read_library
from lms.platform.files import Files

LEVELS = "".join(
    f'[[competency.level]]\nlevel = {n}\nname = {{zh = "{n}级", en = "Level {n}"}}\n'
    f'indicator = {{zh = "会做", en = "can do it"}}\n'
    for n in range(1, 6)
)
COMPETENCIES = f"""[[competency]]
id = "writing"
order = 1
name = {{zh = "文字综合", en = "Writing"}}
summary = {{zh = "写得清楚", en = "To write clearly"}}
{LEVELS}"""
COURSE = """title = {zh = "公文写作", en = "Official documents"}
summary = {zh = "四课", en = "Four lessons"}
level = 2
hours = "1.5"
exam = "writing"
[[lesson]]
slug = "10-kinds"
title = {zh = "文种", en = "Kinds"}
[[lesson]]
slug = "20-rules"
title = {zh = "规则", en = "Rules"}
"""
META = """[defaults]
author = "甲"
checked = 2026-11-23
level = 1
source = "惯例"
rationale = "理由CANARY-RATIONALE"
"""
CHECKS = (
    META
    + """
[[item]]
name = "check-1"
lesson = "10-kinds"
kind = "true_false"
stem = "请示须一文一事。"
answer = true
[[item]]
name = "check-2"
lesson = "20-rules"
kind = "single_choice"
stem = "上行文一般主送几个机关？"
options = [{text = "一个", right = true}, {text = "两个"}]
"""
)
ITEMS = META + "".join(
    f"""
[[item]]
name = "item-{n}"
kind = "single_choice"
stem = "第{n}题：选正确的一项。"
options = [{{text = "对{n}", right = true}}, {{text = "错{n}甲"}}, {{text = "错{n}乙"}}]
"""
    for n in range(1, 5)
)
EXAM = """title = {zh = "公文写作考试", en = "Exam on documents"}
instructions = {zh = "请作答", en = "Answer"}
minutes = 40
attempts = 2
pass_percent = "60"
cut_set_by = {zh = "约定", en = "agreed"}
review = "answers"
release = "at_once"
[[section]]
title = {zh = "单选", en = "Choices"}
[[section.draw]]
competency = "writing"
count = 4
points = "25"
"""


def write(root: Path, *, english: bool = True) -> Library:
    """Write the files below `root` and read them; without `english`, no word of it."""
    course = root / "courses" / "writing" / "documents"
    course.mkdir(parents=True, exist_ok=True)
    (root / "courses" / "competencies.toml").write_text(COMPETENCIES, "utf-8")
    (course / "course.toml").write_text(COURSE, "utf-8")
    (course / "checks.toml").write_text(CHECKS, "utf-8")
    (course / "map.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    for lesson in ("10-kinds", "20-rules"):
        (course / f"{lesson}.zh.md").write_text(f"## 标题 {lesson}\n\n![图](map.svg)\n", "utf-8")
        (course / f"{lesson}.en.md").write_text(f"## Heading {lesson}\n", "utf-8")
    (root / "question_bank" / "writing").mkdir(parents=True, exist_ok=True)
    (root / "question_bank" / "writing" / "items.toml").write_text(ITEMS, "utf-8")
    (root / "question_bank" / "exams").mkdir(exist_ok=True)
    (root / "question_bank" / "exams" / "writing.toml").write_text(EXAM, "utf-8")
    if not english:
        _remove_english(root)
    library = read_library(root)
    assert library.problems == [], [p.line("en") for p in library.problems]
    return library


def _remove_english(root: Path) -> None:
    for lesson in root.rglob("*.en.md"):
        lesson.unlink()
    for file in root.rglob("*.toml"):
        file.write_text(re.sub(r', en = "[^"]*"', "", file.read_text("utf-8")), "utf-8")


def load_into(session: Session, root: Path, files: Files, now: datetime, *, english: bool = True) -> dict:
    """Write, read and load it; what the loading changed."""
    return load_content(session, write(root, english=english), files, None, now)
