"""Reads values that several content files have: texts in both languages, names, levels, difficulties, uses."""

import re
from typing import Any

from lms.content import messages
from lms.domain.fields import Fields
from lms.domain.problem import Problem
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.use import PRACTICE, is_use

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def both(fields: Fields, name: str) -> dict[str, str]:
    """Return {"zh": …, "en": …}; note a missing Chinese text, English may be left out."""
    return both_of(fields.data.get(name) or {}, fields.path(name), fields.problems)


def both_of(value: Any, where: str, problems: list[Problem]) -> dict[str, str]:
    """Return {"zh": …, "en": …} of an entry of a list; note a missing Chinese text, English may be left out."""
    inner = Fields(value, ("zh", "en"), where, problems)
    return {"zh": inner.text("zh"), "en": inner.text("en", required=False)}


def slug(fields: Fields, name: str) -> str:
    """Return a name of lower-case letters, digits and hyphens, at most 80 characters; note any other."""
    value = fields.text(name)
    if value and (len(value) > 80 or not SLUG.fullmatch(value)):
        fields.add_problem(name, *messages.bad_name(value))
    return value


def level(fields: Fields, name: str = "level") -> int:
    """Return a level from 1 to 5; note any other and return 1."""
    value = fields.whole(name)
    if value is None or not 1 <= value <= 5:
        if value is not None or not fields.has(name):
            fields.add_problem(name, *messages.NOT_A_LEVEL)
        return 1
    return value


def difficulty(fields: Fields) -> str:
    """Return easy, medium or hard, also for the words of other formats; "" if it is not given."""
    if not fields.has("difficulty"):
        return ""
    value = difficulty_of(str(fields.data["difficulty"]))
    if not value:
        fields.add_problem("difficulty", *messages.NOT_A_DIFFICULTY)
    return value


def practice(fields: Fields) -> bool:
    """Return whether the question is for practice only; without a use it is for exams too."""
    use = fields.data.get("use")
    if use is not None and not is_use(use):
        fields.add_problem("use", *messages.NOT_A_USE)
    return bool(use == PRACTICE)
