"""Forms that change a draft: its title, its sections, and the version that the page showed."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from lms.domain.fields import LONGEST_TEXT, missing
from lms.domain.problem import Problem, Text
from lms.exams import messages
from lms.web.forms import Form, Hidden, Line, Paragraphs, Required, Whole, error_text

LONGEST_TITLE = 400
LONGEST_ITEM = 200
LONGEST_SLUG = 80
LANGUAGES = ("zh", "en")
IN_CHINESE, IN_ENGLISH = Text("（中文）", " (Chinese)"), Text("（英文）", " (English)")


class _Version(Whole):
    """The version of the draft that the page showed; the page itself sends it."""

    control = "hidden"
    when_empty = messages.NO_DRAFT_VERSION


class DraftForm(Form):
    """A change of a draft, with the version that its author saw, so that no other change is overwritten."""

    version = _Version(Text("草稿的版本", "Version of the draft"), [Required()])

    def both(self, name: str) -> dict[str, str]:
        """Return what was entered in both languages, without an empty one."""
        entered = {language: self[f"{name}_{language}"].data for language in LANGUAGES}
        return {language: text for language, text in entered.items() if text}

    def show_problems(self, problems: Sequence[Problem], within: str = "") -> None:
        """Show beside the fields what is wrong with the stored values; the checks page lists what is missing."""
        for problem in problems:
            where = problem.where.path
            inner = where.removeprefix(f"{within}.") if within else where
            if problem == missing(where) or (within and inner == where):
                continue
            name = re.sub(r"\[\d+\]$", "", inner).replace(".", "_")
            if name in self and not self[name].errors:
                self[name].errors = [error_text(problem.what, problem.how)]


def both_languages(
    name: str, label: Text, hint: Text | None = None, *, long: bool = False
) -> tuple[Any, Any]:
    """Return a field for Chinese, and the same for English, which may stay empty; links to `name` lead to the first."""
    field = partial(Paragraphs, most=LONGEST_TEXT, rows=3) if long else partial(Line, most=LONGEST_TITLE)
    return (
        field(label + IN_CHINESE, hint=hint, id=name, needed=True),
        field(label + IN_ENGLISH),
    )


def stored_text(name: str, text: object) -> dict[str, Any]:
    """Return the values of the fields of `both_languages` for a text as a draft stores it."""
    stored = text if isinstance(text, Mapping) else {}
    return {f"{name}_{language}": stored.get(language, "") for language in LANGUAGES}


class NewExamForm(Form):
    """The title and short name of a new exam."""

    title_zh = Line(
        Text("考试名称", "Title") + IN_CHINESE,
        most=LONGEST_TITLE,
        needed=True,
        hint=Text("例如：2026年统筹协调能力测评", "For example 2026年统筹协调能力测评"),
    )
    title_en = Line(Text("考试名称", "Title") + IN_ENGLISH, most=LONGEST_TITLE)
    slug = Line(
        Text("短名", "Short name"),
        most=LONGEST_SLUG,
        hint=Text(
            "课程文件用它指向考试，导出时作文件名；小写字母、数字、连字符。留空会自动取。",
            "Course files refer to the exam by it, and an exported file is named after it. Use lower-case "
            "letters, digits and hyphens. If it is left empty, one is chosen for you.",
        ),
        optional=True,
    )

    def title(self) -> dict[str, str]:
        """Return the title in the languages that were filled in."""
        entered = {"zh": self.title_zh.data, "en": self.title_en.data}
        return {language: text for language, text in entered.items() if text}


class SectionForm(DraftForm):
    """The title of a section."""

    title_zh, title_en = both_languages("title", Text("部分名称", "Title"))


class RearrangeForm(DraftForm):
    """The buttons on the page of a draft, with the title of a new section and the name of an item to add."""

    do = Hidden(most=60)
    item = Hidden(Text("题名", "Name of the question"), most=LONGEST_ITEM)
    title_zh, title_en = both_languages(
        "title",
        Text("部分名称", "Title of the section"),
        Text("例如：一、单项选择题", "For example: 1. Single choice"),
    )
