"""Writes a blueprint as a file of question_bank/exams, even if it is not finished."""

from collections.abc import Mapping
from typing import Any

from lms.formats.drafts.toml_text import pair


def exam_toml(plan: Mapping[str, Any]) -> str:
    """Return the file that reads as the same plan; `lms content check` says what is missing in it."""
    own = {name: value for name, value in plan.items() if name != "section"}
    blocks = ["\n".join(pair(name, value) for name, value in own.items() if value not in ("", [], {}))]
    for section in plan.get("section", ()):
        blocks.append("\n".join(_section(section)))
    return "\n\n".join(blocks) + "\n"


def _section(section: Mapping[str, Any]) -> list[str]:
    lines = ["[[section]]", pair("title", section.get("title", {}))]
    for form in ("fixed", "draw", "case"):
        for part in section.get(form, ()):
            values = part if isinstance(part, Mapping) else {"item": part}
            lines += [f"[[section.{form}]]", *(pair(name, value) for name, value in values.items())]
    return lines
