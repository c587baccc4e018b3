"""The example of courses/README.md is a whole course without a fault."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from lms.content.library import Library, read_library
from tests.repo.docs import ROOT

PAGE = (ROOT / "courses/README.md").read_text("utf-8")
FILES = re.findall(r"^`(courses/[^`]+)`[^\n]*\n\n(`{3,})\w+\n(.*?)^\2$", PAGE, flags=re.M | re.S)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, _fence, text in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    shutil.copy(ROOT / "courses/competencies.toml", tmp_path / "courses/competencies.toml")
    return read_library(tmp_path)


def test_the_example_has_every_file_that_a_course_needs():
    assert [name.removeprefix("courses/writing/meeting-notice/") for name, _fence, _text in FILES] == [
        "course.toml",
        "10-notice.zh.md",
        "10-notice.en.md",
        "checks.toml",
    ]


def test_the_example_is_read_without_a_problem(library):
    assert [problem.line("zh") for problem in library.problems] == []
    (course,) = library.courses
    assert (course.slug, course.competency, course.level, course.hours, course.exam) == (
        "meeting-notice", "writing", 1, Decimal("0.5"), "",
    )  # fmt: skip
    assert [(lesson.slug, lesson.minutes, lesson.checks) for lesson in course.lessons] == [
        ("10-notice", 20, ("notice-check-1", "notice-check-2"))
    ]


def test_every_key_of_a_course_that_is_read_is_explained_in_both_languages():
    chinese, english = PAGE.split("\n---\n")
    keys = ["title", "summary", "level", "hours", "order", "objectives", "exam", "slug", "minutes"]
    for part in (chinese, english):
        assert [key for key in keys if f"`{key}`" not in part] == []


def test_a_fault_in_the_example_is_named_with_its_line(library, tmp_path):
    path = tmp_path / "courses/writing/meeting-notice/checks.toml"
    path.write_text(
        path.read_text("utf-8").replace('lesson = "10-notice"', 'lesson = "10-notices"', 1), "utf-8"
    )
    assert "notice-check-1 指向的课“10-notices”不存在" in PAGE
    assert "courses/writing/meeting-notice/checks.toml:8: notice-check-1" in PAGE
    assert [problem.line("zh") for problem in read_library(tmp_path).problems] == [
        "courses/writing/meeting-notice/checks.toml:8: notice-check-1 指向的课“10-notices”不存在；请改为：10-notice"
    ]
