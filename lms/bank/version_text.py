"""A version of an item as content and as the text in which it is edited and compared."""

from collections.abc import Mapping
from typing import Any

from lms.bank.models import Item, ItemVersion
from lms.content.items import ItemContent
from lms.content.write_item import item_toml
from lms.domain.place import NOWHERE
from lms.formats.drafts.shorten import changed_words
from lms.platform.digest import digest
from lms.questions import dump_question, restore_question

_ADDED_LATER = ("case", "enemies", "difficulty", "practice")


def columns_of(content: ItemContent) -> dict[str, Any]:
    """Return the columns of a version with this content."""
    return {
        "kind": content.question.kind,
        "body": dump_question(content.question),
        "competency_id": content.competency,
        "area": content.area,
        "level": content.level,
        "points": content.points,
        "source": content.source,
        "checked": content.checked,
        "expires": content.expires,
        "rationale": content.rationale,
        "tags": list(content.tags),
        "author": content.author,
        "case": content.case,
        "enemies": list(content.enemies),
        "difficulty": content.difficulty,
        "practice": content.practice,
    }


def content_hash(columns: Mapping[str, Any]) -> str:
    """Return the hash of a version's columns.

    Some columns were added later: an item without a value in them keeps the hash that it had before.
    """
    return digest({name: value for name, value in columns.items() if name not in _ADDED_LATER or value})


def is_unchanged(version: ItemVersion, content: ItemContent) -> bool:
    """Return whether the version has this content already, by any author."""
    return all(
        getattr(version, name) == value for name, value in columns_of(content).items() if name != "author"
    )


def content_of(item: Item, version: ItemVersion) -> ItemContent:
    """Return the version as content, without author and reviewer, which the bank records separately."""
    return ItemContent(
        place=NOWHERE,
        name=item.name,
        question=restore_question(version.body),
        competency=version.competency_id,
        area=version.area,
        level=version.level,
        points=version.points,
        source=version.source,
        checked=version.checked,
        rationale=version.rationale,
        expires=version.expires,
        tags=tuple(version.tags),
        author="",
        reviewer="",
        case=version.case,
        enemies=tuple(version.enemies),
        difficulty=version.difficulty,
        practice=version.practice,
    )


def text_of(item: Item, version: ItemVersion) -> str:
    """Return the version as its [[item]] table; equal content gives equal text."""
    return item_toml(content_of(item, version))


def question_data(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a question of the database in the form that `load_question` reads."""
    question = restore_question(stored)
    dumped = dump_question(question)
    return {
        **dumped["body"],
        **{lang: _translated_fields(dumped["body"], body) for lang, body in dumped["translations"].items()},
    }


def _translated_fields(original: dict[str, Any], translated: dict[str, Any]) -> dict[str, Any]:
    return {"stem": translated["stem"], **changed_words(original, translated)}
