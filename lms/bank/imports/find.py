"""Finds imports and their entries for pages: a list, one by its number, its entries by what they are."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion
from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text, not_found
from lms.platform.db.insert import batched, insert_many

PAGE = 20
LATEST = 50
VIEWS = ("", "bad", "doubtful", "new", "changed", "same")
_KEPT = tuple(c.key for c in ImportRow.__table__.columns if c.key != "id")
_PART = 500


def visible_import(session: Session, actor: Actor, import_id: int, *, to_change: bool = False) -> ItemImport:
    """An import, for whoever writes or reviews: banks belong to the whole city. Locked if to be changed."""
    may = actor.may(Permission.WRITE_ITEMS) or actor.may(Permission.REVIEW_ITEMS)
    query = select(ItemImport).where(ItemImport.id == import_id, ItemImport.discarded_at.is_(None))
    if to_change:
        query = query.with_for_update()
    found = session.scalar(query) if may and import_id < 2**63 else None
    if found is None:
        raise not_found(Text("导入", "import"))
    return found


def lock_own_import(session: Session, actor: Actor, import_id: int, state: str) -> ItemImport:
    """An import of the actor, or of the command line, that is in this state; locked."""
    found = visible_import(session, actor, import_id, to_change=True)
    if found.by_id not in (None, actor.id):
        raise Refused(
            "bank.import_of_another",
            Text(f"这是{found.by}的导入", f"This import is {found.by}'s"),
            Text("请由本人处理，或自己导入一次", "Leave it to them, or import the file yourself"),
            status=403,
        )
    if found.state != state:
        raise Refused(
            "bank.import_state",
            Text("这次导入已不能这样处理", "This cannot be done with this import any more"),
            Text("请刷新页面，看看现在可以做什么", "Reload the page and see what can be done now"),
            state=found.state,
        )
    return found


def latest_imports(session: Session, actor: Actor) -> list[ItemImport]:
    """The newest imports, everybody's."""
    query = select(ItemImport).where(ItemImport.discarded_at.is_(None)).order_by(ItemImport.id.desc())
    return list(session.scalars(query.limit(LATEST)))


def get_row(session: Session, imported: ItemImport, position: int) -> ImportRow:
    """One entry by its position."""
    query = select(ImportRow).where(ImportRow.import_id == imported.id, ImportRow.position == position)
    found = session.scalar(query) if position < 2**31 else None
    if found is None:
        raise not_found(Text("题目", "question"))
    return found


def all_rows(session: Session, imported: ItemImport) -> list[ImportRow]:
    """All entries in their order."""
    query = select(ImportRow).where(ImportRow.import_id == imported.id).order_by(ImportRow.position)
    return list(session.scalars(query))


def rows_page(
    session: Session, imported: ItemImport, view: str, after: int, most: int = PAGE
) -> tuple[list[ImportRow], int | None]:
    """Up to `most` entries beyond that position, and the key of the next page."""
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
    """How many entries are of each (state, choice); one query."""
    rows = session.execute(
        select(ImportRow.state, ImportRow.choice, func.count())
        .where(ImportRow.import_id == imported.id)
        .group_by(ImportRow.state, ImportRow.choice)
    )
    return {(state, choice): count for state, choice, count in rows}


def outcome_counts(counted: dict[tuple[str, str], int]) -> dict[str, int]:
    """Of the totals: what a commit adds, changes and leaves out."""
    sums = {"add": 0, "version": 0, "out": 0}
    for (state, choice), count in counted.items():
        sums[outcome(state, choice)] += count
    return sums


def outcome(state: str, choice: str) -> str:
    """add, version or out."""
    if state == "new" and choice != "skip":
        return "add"
    if state == "changed" and choice != "skip":
        return "version"
    return choice if state == "doubtful" and choice in ("add", "version") else "out"


def is_to_be_written() -> ColumnElement[bool]:
    """The entries that a commit writes."""
    return or_(
        ImportRow.state.in_(("new", "changed")) & (ImportRow.choice != "skip"),
        (ImportRow.state == "doubtful") & ImportRow.choice.in_(("add", "version")),
    )


def items_with_versions(session: Session, ids: Collection[int]) -> dict[int, tuple[Item, ItemVersion]]:
    """Items with their newest versions, by id."""
    rows = session.execute(
        select(Item, ItemVersion)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
        .where(Item.id.in_(ids))
    )
    return {item.id: (item, version) for item, version in rows}


def insert_rows(session: Session, imported: ItemImport, entries: Sequence[ImportRow]) -> None:
    """Entries that are new."""
    for part in batched(entries, _PART):
        rows = [{name: getattr(each, name) for name in _KEPT} | {"import_id": imported.id} for each in part]
        insert_many(session, ImportRow, rows)
