"""Forms that change a draft: which version of it the page showed, its title, its sections."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from lms.domain.fields import LONGEST_TEXT, missing
from lms.domain.problem import Problem, Text
from lms.web.forms import Form, Hidden, Line, Paragraphs, Required, Whole, said

LONGEST_TITLE = 400
LONGEST_ITEM = 200
LONGEST_SLUG = 80
LANGUAGES = ("zh", "en")


class _Version(Whole):
    """Which version of the draft the page showed. The page itself sends it along."""

    control = "hidden"
    nothing = (
        Text("页面没有说明是草稿的哪一版", "The page does not say which version of the draft it shows"),
        Text("请重新打开草稿再改", "open the draft once more and change it there"),
    )


class DraftForm(Form):
    """Nobody writes over what they have not seen."""

    version = _Version(Text("草稿的版本", "Version of the draft"), [Required()])

    def both(self, name: str) -> dict[str, str]:
        """What was typed in both languages; where one is empty it is left out."""
        typed = {language: self[f"{name}_{language}"].data for language in LANGUAGES}
        return {language: words for language, words in typed.items() if words}

    def show_problems(self, problems: Sequence[Problem], within: str = "") -> None:
        """Say beside the fields what is wrong with what is kept; what is only missing is for the checks."""
        for problem in problems:
            inner = problem.where.removeprefix(f"{within}.") if within else problem.where
            if problem == missing(problem.where) or (within and inner == problem.where):
                continue
            name = re.sub(r"\[\d+\]$", "", inner).replace(".", "_")
            if name in self and not self[name].errors:
                self[name].errors = [said(problem.what, problem.how)]


def both_languages(
    name: str, label: Text, hint: Text | None = None, *, long: bool = False
) -> tuple[Any, Any]:
    """A field in Chinese and the same in English; checks point to the first by `name`."""
    field = partial(Paragraphs, most=LONGEST_TEXT, rows=3) if long else partial(Line, most=LONGEST_TITLE)
    return (
        field(label + Text("（中文）", " (Chinese)"), hint=hint, id=name),
        field(label + Text("（英文）", " (English)")),
    )


def stored_text(name: str, words: object) -> dict[str, Any]:
    """What a draft keeps in both languages, as the fields of `in_both` hold it."""
    kept = words if isinstance(words, Mapping) else {}
    return {f"{name}_{language}": kept.get(language, "") for language in LANGUAGES}


class NewExamForm(Form):
    """What an exam is called."""

    title_zh = Line(
        Text("考试名称（中文）", "Title (Chinese)"),
        most=LONGEST_TITLE,
        hint=Text("例如：2026年统筹协调能力测评", "For example 2026年统筹协调能力测评"),
    )
    title_en = Line(Text("考试名称（英文）", "Title (English)"), most=LONGEST_TITLE)
    slug = Line(
        Text("短名", "Short name"),
        most=LONGEST_SLUG,
        hint=Text(
            "课程文件用它指向考试，导出时作文件名；小写字母、数字、连字符。留空会自动取。",
            "Course files point to the exam by it, and an export is named after it: a-z, 0-9, hyphens. "
            "Left empty, one is given.",
        ),
        optional=True,
    )

    def title(self) -> dict[str, str]:
        """Without the language that is empty."""
        typed = {"zh": self.title_zh.data, "en": self.title_en.data}
        return {language: words for language, words in typed.items() if words}


class SectionForm(DraftForm):
    """What a section is called."""

    title_zh, title_en = both_languages("title", Text("部分名称", "Title"))


class RearrangeForm(DraftForm):
    """The buttons on the page of a draft, with a new section and an item that is to be fixed."""

    do = Hidden(most=60)
    item = Hidden(Text("题名", "Name of the question"), most=LONGEST_ITEM)
    title_zh, title_en = both_languages(
        "title",
        Text("部分名称", "Title of the section"),
        Text("例如：一、单项选择题", "For example: 1. Single choice"),
    )
