"""Writes a question as the [[item]] table that reads as the same question."""

from collections.abc import Mapping
from typing import Any

from lms.content.items import ItemContent
from lms.content.shorten import shorten
from lms.content.toml_text import pair
from lms.domain.numbers import decimal_text
from lms.questions import dump_question

_LEFT_OUT = {"fraction": "1"}
"""What a key means that a translation leaves out though the original has it; else the empty text."""


def item_toml(item: ItemContent) -> str:
    """The [[item]] table of this question: `read_items` gives it back, but for its place.

    The same content is the same text, whatever text it was read from; so texts can be compared.
    """
    dumped = dump_question(item.question)
    original = dumped["body"]
    tables = ["\n".join(["[[item]]", *(pair(n, v) for n, v in _own(item, original).items())])]
    for language in sorted({*dumped["translations"], *(["en"] if item.rationale.get("en") else [])}):
        translated = dumped["translations"].get(language)
        words: dict[str, Any] = {}
        if translated is not None:
            words = {"stem": translated["stem"], **changed_words(original, translated)}
        if language == "en" and item.rationale.get("en"):
            words["rationale"] = item.rationale["en"]
        tables.append("\n".join([f"[item.{language}]", *(pair(n, v) for n, v in words.items())]))
    return "\n".join(tables) + "\n"


def _own(item: ItemContent, original: Mapping[str, Any]) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "name": item.name,
        "kind": item.question.kind,
        "lesson": item.lesson,
        "area": item.area,
        "level": item.level,
        "points": _shortest(decimal_text(item.points)),
        "source": item.source,
        "checked": item.checked,
        "expires": item.expires,
        "tags": list(item.tags),
        "author": item.author,
        "reviewer": item.reviewer,
    }
    written = {name: value for name, value in meta.items() if value not in ("", None, [])}
    return written | shorten(item.question.kind, original) | {"rationale": item.rationale.get("zh", "")}


def _shortest(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def changed_words(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The least that turns the table `old` into `new` when lms.domain.question.translate merges it in."""
    out: dict[str, Any] = {}
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            out[name] = _LEFT_OUT.get(name, "")
        elif name not in old or new[name] != old[name]:
            out[name] = _changed(old.get(name), new[name])
    return out


def _changed(old: Any, new: Any) -> Any:
    if not isinstance(new, list):
        return new
    if not isinstance(old, list) or len(old) != len(new):
        return [_text_or_table(row) for row in new]
    if not all(isinstance(row, Mapping) for row in [*old, *new]):
        return new
    rows = [changed_words(a, b) for a, b in zip(old, new, strict=True)]
    if all(row.keys() <= {"text"} and "text" in a for row, a in zip(rows, old, strict=True)):
        return [row["text"] for row in new]
    return rows


def _text_or_table(row: Any) -> Any:
    return row["text"] if isinstance(row, Mapping) and row.keys() == {"text"} else row
