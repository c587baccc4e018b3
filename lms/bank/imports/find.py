"""Find imports and their rows: the latest imports, one by its number, its rows by their state."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lms.bank.imports import messages
from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion
from lms.domain.access import Actor, Permission
from lms.platform.db.insert import batched, insert_many

PAGE = 20
LATEST = 50
VIEWS = ("", "bad", "doubtful", "new", "changed", "same")
_COLUMNS = tuple(c.key for c in ImportRow.__table__.columns if c.key != "id")
_BATCH = 500


def visible_import(session: Session, actor: Actor, import_id: int, *, to_change: bool = False) -> ItemImport:
    """Return an import; everybody who writes or reviews items may see it. Lock it if it is to be changed."""
    may = actor.may(Permission.WRITE_ITEMS) or actor.may(Permission.REVIEW_ITEMS)
    query = select(ItemImport).where(ItemImport.id == import_id, ItemImport.discarded_at.is_(None))
    if to_change:
        query = query.with_for_update()
    imported = session.scalar(query) if may and import_id < 2**63 else None
    if imported is None:
        raise messages.import_not_found()
    return imported


def lock_own_import(session: Session, actor: Actor, import_id: int, state: str) -> ItemImport:
    """Return an import of the actor, or of the command line, that is in this state, and lock it."""
    imported = visible_import(session, actor, import_id, to_change=True)
    if imported.by_id not in (None, actor.id):
        raise messages.import_of_another(imported.by)
    if imported.state != state:
        raise messages.wrong_state(imported.state)
    return imported


def latest_imports(session: Session, actor: Actor) -> list[ItemImport]:
    """Return the latest imports of all authors."""
    query = select(ItemImport).where(ItemImport.discarded_at.is_(None)).order_by(ItemImport.id.desc())
    return list(session.scalars(query.limit(LATEST)))


def get_row(session: Session, imported: ItemImport, position: int) -> ImportRow:
    """Return the row at this position. Raise Refused if there is none."""
    query = select(ImportRow).where(ImportRow.import_id == imported.id, ImportRow.position == position)
    row = session.scalar(query) if position < 2**31 else None
    if row is None:
        raise messages.question_not_found()
    return row


def all_rows(session: Session, imported: ItemImport) -> list[ImportRow]:
    """Return all rows in their order."""
    query = select(ImportRow).where(ImportRow.import_id == imported.id).order_by(ImportRow.position)
    return list(session.scalars(query))


def rows_page(
    session: Session, imported: ItemImport, view: str, after: int, most: int = PAGE
) -> tuple[list[ImportRow], int | None]:
    """Return up to `most` rows after that position, and the key of the next page."""
    query = (
        select(ImportRow)
        .where(ImportRow.import_id == imported.id, ImportRow.position > after, *_in_state(view))
        .order_by(ImportRow.position)
        .limit(most + 1)
    )
    rows = list(session.scalars(query))
    return rows[:most], rows[most - 1].position if len(rows) > most else None


def _in_state(view: str) -> list[ColumnElement[bool]]:
    return [ImportRow.state == view] if view else []


def row_counts(session: Session, imported: ItemImport) -> dict[tuple[str, str], int]:
    """Return how many rows have each (state, choice), with one query."""
    rows = session.execute(
        select(ImportRow.state, ImportRow.choice, func.count())
        .where(ImportRow.import_id == imported.id)
        .group_by(ImportRow.state, ImportRow.choice)
    )
    return {(state, choice): count for state, choice, count in rows}


def outcome_counts(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    """Return how many rows a commit adds, makes new versions and leaves out."""
    sums = {"add": 0, "version": 0, "out": 0}
    for (state, choice), count in counts.items():
        sums[outcome(state, choice)] += count
    return sums


def outcome(state: str, choice: str) -> str:
    """Return what a commit makes of a row: add, version or out."""
    if state == "new" and choice != "skip":
        return "add"
    if state == "changed" and choice != "skip":
        return "version"
    return choice if state == "doubtful" and choice in ("add", "version") else "out"


def is_to_be_written() -> ColumnElement[bool]:
    """Return the condition of the rows that a commit writes."""
    return or_(
        ImportRow.state.in_(("new", "changed")) & (ImportRow.choice != "skip"),
        (ImportRow.state == "doubtful") & ImportRow.choice.in_(("add", "version")),
    )


def items_with_versions(session: Session, ids: Collection[int]) -> dict[int, tuple[Item, ItemVersion]]:
    """Return items with their newest versions, by id."""
    rows = session.execute(
        select(Item, ItemVersion)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
        .where(Item.id.in_(ids))
    )
    return {item.id: (item, version) for item, version in rows}


def insert_rows(session: Session, imported: ItemImport, rows: Sequence[ImportRow]) -> None:
    """Insert the rows of a new import."""
    for batch in batched(rows, _BATCH):
        values = [
            {name: getattr(row, name) for name in _COLUMNS} | {"import_id": imported.id} for row in batch
        ]
        insert_many(session, ImportRow, values)
