"""Writes a question as the [[item]] table that reads as the same question."""

from collections.abc import Mapping
from typing import Any

from lms.content.items import ItemContent
from lms.domain.question.use import PRACTICE
from lms.domain.text.numbers import decimal_text
from lms.formats.drafts.shorten import changed_words, shorten
from lms.formats.drafts.toml_text import pair
from lms.questions import dump_question


def item_toml(item: ItemContent) -> str:
    """Return the [[item]] table of this question: `read_items` reads the same question from it, except its place.

    The same content always gives the same text, so that texts can be compared.
    """
    dumped = dump_question(item.question)
    original = dumped["body"]
    tables = ["\n".join(["[[item]]", *(pair(n, v) for n, v in _item_keys(item, original).items())])]
    for language in sorted({*dumped["translations"], *(["en"] if item.rationale.get("en") else [])}):
        translated = dumped["translations"].get(language)
        words: dict[str, Any] = {}
        if translated is not None:
            words = {"stem": translated["stem"], **changed_words(original, translated)}
        if language == "en" and item.rationale.get("en"):
            words["rationale"] = item.rationale["en"]
        tables.append("\n".join([f"[item.{language}]", *(pair(n, v) for n, v in words.items())]))
    return "\n".join(tables) + "\n"


def _item_keys(item: ItemContent, original: Mapping[str, Any]) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "name": item.name,
        "kind": item.question.kind,
        "lesson": item.lesson,
        "case": item.case,
        "area": item.area,
        "level": item.level,
        "difficulty": item.difficulty,
        "use": PRACTICE if item.practice else "",
        "points": _without_zeros(decimal_text(item.points)),
        "source": item.source,
        "checked": item.checked,
        "expires": item.expires,
        "tags": list(item.tags),
        "enemies": list(item.enemies),
        "author": item.author,
        "reviewer": item.reviewer,
    }
    written = {name: value for name, value in meta.items() if value not in ("", None, [])}
    return written | shorten(item.question.kind, original) | {"rationale": item.rationale.get("zh", "")}


def _without_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
