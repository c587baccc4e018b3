"""The entries of an import as a page shows them: as candidates see them, beside what they change or are like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import history
from lms.bank.history import Line
from lms.bank.imports import find
from lms.bank.imports.content import competency_of, content_of
from lms.bank.imports.decide import allowed
from lms.bank.imports.entries import untold
from lms.bank.models import ImportEntry, Item, ItemImport, ItemVersion
from lms.bank.preview import Preview, previews
from lms.bank.version_text import text_of
from lms.content.write_item import item_toml
from lms.domain.problem import Problem
from lms.questions import restore_question


@dataclass(frozen=True, slots=True)
class Other:
    """The question that an entry is like."""

    faces: list[Preview]
    kind: str
    rationale: dict[str, str]
    item: Item | None = None
    """None: it stands in the same file."""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with everything that a page says of it."""

    entry: ImportEntry
    becomes: str
    problems: list[Problem]
    faces: list[Preview]
    kind: str
    rationale: dict[str, str]
    competency: str
    level: int
    source: str
    item: Item | None
    changes: list[Line]
    other: Other | None
    choices: tuple[str, ...]

    @property
    def percent(self) -> int:
        """How alike it is to the other one."""
        return (self.entry.common or 0) * 100 // (self.entry.pieces or 1)


def shown(session: Session, imported: ItemImport, entries: Sequence[ImportEntry]) -> list[Shown]:
    """Two queries, however many entries."""
    items = find.items(session, {entry.item_id for entry in entries if entry.item_id})
    twins = _twins(session, imported, {entry.twin for entry in entries if entry.twin})
    return [_shown(entry, imported, items.get(entry.item_id or 0), twins) for entry in entries]


def _twins(session: Session, imported: ItemImport, positions: set[int]) -> dict[int, ImportEntry]:
    query = select(ImportEntry).where(
        ImportEntry.import_id == imported.id, ImportEntry.position.in_(positions)
    )
    return {entry.position: entry for entry in session.scalars(query)} if positions else {}


def _shown(
    entry: ImportEntry,
    imported: ItemImport,
    held: tuple[Item, ItemVersion] | None,
    twins: dict[int, ImportEntry],
) -> Shown:
    item, version = held or (None, None)
    same_words = entry.common is not None and entry.common == entry.pieces
    is_change = entry.state == "changed" or (
        entry.state == "doubtful" and (entry.choice == "version" or same_words)
    )
    base = version if is_change and entry.version_id is None else None
    draft = entry.draft
    content = content_of(entry, imported, item.name if item and base else entry.name, base) if draft else None
    changes: list[Line] = []
    if item is not None and base is not None and content is not None:
        changes = history.changes(text_of(item, base), item_toml(replace(content, author="")))
    return Shown(
        entry,
        find.what_becomes(entry.state, entry.choice),
        untold(entry.problems),
        previews(content.question) if content else [],
        content.question.kind if content else "",
        content.rationale if content else {},
        content.competency if content else competency_of(entry, imported),
        content.level if content else imported.level,
        content.source if content else "",
        item,
        changes,
        _other(entry, held, twins) if entry.version_id is None else None,
        allowed(entry),
    )


def _other(
    entry: ImportEntry, held: tuple[Item, ItemVersion] | None, twins: dict[int, ImportEntry]
) -> Other | None:
    if entry.state not in ("doubtful", "same"):
        return None
    twin = twins.get(entry.twin or 0)
    if twin is not None and twin.draft is not None:
        said: dict[str, Any] = twin.draft
        question = restore_question(said["question"])
        return Other(
            previews(question), question.kind, {"zh": said["feedback"], "en": ""}, position=twin.position
        )
    if held is None or entry.state == "same":
        return None
    item, version = held
    return Other(previews(restore_question(version.body)), version.kind, version.rationale, item)
