"""What a candidate sees of a question besides its stem and its rows: a unit, limits of length, a further passage."""

from collections.abc import Mapping
from typing import Any

from lms.domain.problem import Text
from lms.domain.question.form import FormField, FormParts


def visible_fields(parts: FormParts, shown: Mapping[str, Any]) -> list[FormField]:
    """Return the single fields of a form, other than the stem, that `shown` has a value of."""
    return [
        part for part in parts if isinstance(part, FormField) and part.name != "stem" and shown.get(part.name)
    ]


def visible_passages(parts: FormParts, shown: Mapping[str, Any]) -> list[str]:
    """Return the values of fields with several lines, as sanitised HTML."""
    return [shown[part.name] for part in visible_fields(parts, shown) if part.control == "text"]


def visible_notes(parts: FormParts, shown: Mapping[str, Any]) -> list[Text]:
    """Return the values of all other fields with their labels: 单位：公里, 最少字数：300, 各空不分先后.

    The choice of a scoring rule is not one of them; see `visible_choices`.
    """
    notes = []
    for part in visible_fields(parts, shown):
        value = shown[part.name]
        if part.control == "flag":
            notes.append(part.label)
        elif part.control not in ("pick", "text"):
            notes.append(part.label + Text(f"：{value}", f": {value}"))
    return notes


def visible_choices(parts: FormParts, shown: Mapping[str, Any]) -> list[Text]:
    """Return the options that an author has chosen, such as how an answer that is partly right is scored."""
    return [
        label
        for part in visible_fields(parts, shown)
        if part.control == "pick"
        for name, label in part.options
        if name == shown[part.name]
    ]
