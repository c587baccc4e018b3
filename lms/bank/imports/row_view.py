"""The rows of an import as a page shows them: as candidates see them, beside what they change or resemble."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import history
from lms.bank.history import Line
from lms.bank.imports import find
from lms.bank.imports.content import competency_of, content_of
from lms.bank.imports.decide import allowed_choices
from lms.bank.imports.import_rows import problems_from_json
from lms.bank.missing import listed, missing_of
from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion
from lms.bank.preview import Preview, previews
from lms.bank.version_text import text_of
from lms.content.items import ItemContent
from lms.content.write_item import item_toml
from lms.domain.problem import Problem, Text
from lms.questions import restore_question


@dataclass(frozen=True, slots=True)
class SimilarQuestion:
    """The question that a row resembles."""

    previews: list[Preview]
    kind: str
    rationale: dict[str, str]
    item: Item | None = None
    """None if the question is in the same file."""
    position: int = 0


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with everything that a page shows of it."""

    row: ImportRow
    outcome: str
    problems: list[Problem]
    previews: list[Preview]
    kind: str
    rationale: dict[str, str]
    competency: str
    level: int
    source: str
    missing: Text
    """What it lacks before it can be reviewed: 解析、依据; empty if nothing."""
    item: Item | None
    changes: list[Line]
    similar: SimilarQuestion | None
    choices: tuple[str, ...]

    @property
    def percent(self) -> int:
        """How much it resembles the similar question."""
        return (self.row.common or 0) * 100 // (self.row.pieces or 1)


def row_views(session: Session, imported: ItemImport, rows: Sequence[ImportRow]) -> list[RowView]:
    """Return the views with two queries, however many rows."""
    items = find.items_with_versions(session, {row.item_id for row in rows if row.item_id})
    twins = _twins(session, imported, {row.twin for row in rows if row.twin})
    return [_row_view(row, imported, items.get(row.item_id or 0), twins) for row in rows]


def _twins(session: Session, imported: ItemImport, positions: set[int]) -> dict[int, ImportRow]:
    query = select(ImportRow).where(ImportRow.import_id == imported.id, ImportRow.position.in_(positions))
    return {row.position: row for row in session.scalars(query)} if positions else {}


def _row_view(
    row: ImportRow,
    imported: ItemImport,
    stored: tuple[Item, ItemVersion] | None,
    twins: dict[int, ImportRow],
) -> RowView:
    item, version = stored or (None, None)
    base = version if _is_shown_as_change(row) else None
    name = item.name if item and base else row.name
    content = content_of(row, imported, name, base) if row.draft else None
    return RowView(
        row,
        find.outcome(row.state, row.choice),
        problems_from_json(row.problems),
        previews(content.question) if content else [],
        content.question.kind if content else "",
        content.rationale if content else {},
        content.competency if content else competency_of(row, imported),
        content.level if content else imported.level,
        content.source if content else "",
        listed(missing_of(content.question.kind, content.source, content.rationale))
        if content
        else Text("", ""),
        item,
        _changes(item, base, content),
        _similar_question(row, stored, twins) if row.version_id is None else None,
        allowed_choices(row),
    )


def _is_shown_as_change(row: ImportRow) -> bool:
    has_same_text = row.common is not None and row.common == row.pieces
    is_change = row.state == "changed" or (
        row.state == "doubtful" and (row.choice == "version" or has_same_text)
    )
    return is_change and row.version_id is None


def _changes(item: Item | None, base: ItemVersion | None, content: ItemContent | None) -> list[Line]:
    if item is None or base is None or content is None:
        return []
    return history.changes(text_of(item, base), item_toml(replace(content, author="")))


def _similar_question(
    row: ImportRow, stored: tuple[Item, ItemVersion] | None, twins: dict[int, ImportRow]
) -> SimilarQuestion | None:
    if row.state not in ("doubtful", "same"):
        return None
    twin = twins.get(row.twin or 0)
    if twin is not None and twin.draft is not None:
        draft: dict[str, Any] = twin.draft
        question = restore_question(draft["question"])
        rationale = {"zh": draft["feedback"], "en": ""}
        return SimilarQuestion(previews(question), question.kind, rationale, position=twin.position)
    if stored is None or row.state == "same":
        return None
    item, version = stored
    question = restore_question(version.body)
    return SimilarQuestion(previews(question), version.kind, version.rationale, item)
