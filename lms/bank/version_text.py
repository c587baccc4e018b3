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

_LATER = ("case", "enemies", "difficulty")


def columns_of(content: ItemContent) -> dict[str, Any]:
    """What a version keeps of it, by column."""
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
    }


def fingerprint(kept: Mapping[str, Any]) -> str:
    """The hash of what a version keeps.

    A case, enemies and a difficulty came later: an item that has none keeps the hash it had without them.
    """
    return digest({name: value for name, value in kept.items() if name not in _LATER or value})


def is_unchanged(version: ItemVersion, content: ItemContent) -> bool:
    """Whether the version says this already, whoever wrote it."""
    return all(
        getattr(version, name) == value for name, value in columns_of(content).items() if name != "author"
    )


def content_of(item: Item, version: ItemVersion) -> ItemContent:
    """The version as content, without author and reviewer, which the bank keeps beside it."""
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
    )


def text_of(item: Item, version: ItemVersion) -> str:
    """The version as its [[item]] table; the same words are the same text."""
    return item_toml(content_of(item, version))


def data_of(stored: dict[str, Any]) -> dict[str, Any]:
    """A question of the database as `load_question` takes it."""
    question = restore_question(stored)
    dumped = dump_question(question)
    return {
        **dumped["body"],
        **{lang: _words(dumped["body"], body) for lang, body in dumped["translations"].items()},
    }


def _words(original: dict[str, Any], translated: dict[str, Any]) -> dict[str, Any]:
    return {"stem": translated["stem"], **changed_words(original, translated)}
