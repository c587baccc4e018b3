"""Small readings that every content file needs: two-language words, names, known keys."""

import re
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.difficulty import difficulty_of

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def both(fields: Fields, name: str) -> dict[str, str]:
    """{"zh": …, "en": …}, both written; notes what is missing."""
    inner = Fields(fields.data.get(name) or {}, ("zh", "en"), fields.place(name), fields.problems)
    return {"zh": inner.text("zh"), "en": inner.text("en")}


def both_of(value: Any, where: str, problems: list[Problem]) -> dict[str, str]:
    """The same for an entry of a list."""
    inner = Fields(value, ("zh", "en"), where, problems)
    return {"zh": inner.text("zh"), "en": inner.text("en")}


def slug(fields: Fields, name: str) -> str:
    """A name of small letters, digits and hyphens; at most 80 characters."""
    value = fields.text(name)
    if value and (len(value) > 80 or not SLUG.fullmatch(value)):
        fields.bad(
            name,
            Text(
                f"名称“{value[:40]}”只能用小写字母、数字和连字符",
                f'the name "{value[:40]}" may hold only a-z, 0-9 and hyphens',
            ),
            Text("例如 coord-priority-001", "for example coord-priority-001"),
        )
    return value


def level(fields: Fields, name: str = "level") -> int:
    """1 to 5."""
    value = fields.whole(name)
    if value is None or not 1 <= value <= 5:
        if value is not None or not fields.has(name):
            fields.bad(
                name,
                Text("应是 1 到 5 的等级", "must be a level from 1 to 5"),
                Text("请写 1 到 5", "Write 1 to 5"),
            )
        return 1
    return value


def difficulty(fields: Fields) -> str:
    """easy, medium or hard, also by the words of other files; "" if it is not said."""
    if not fields.has("difficulty"):
        return ""
    found = difficulty_of(str(fields.data["difficulty"]))
    if not found:
        fields.bad(
            "difficulty",
            Text("应是 easy、medium 或 hard", "must be easy, medium or hard"),
            Text("易写 easy，中写 medium，难写 hard", "Write one of the three, or nothing"),
        )
    return found
