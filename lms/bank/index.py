"""Updates the rows that lists are read from whenever a session writes an item."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, event, or_, select, text
from sqlalchemy.orm import Session

from lms.bank import search
from lms.bank.listing_models import ItemSearchText, Listing
from lms.bank.models import IN_USE, SUPPLIED, Bank, Item, ItemVersion, Review
from lms.platform.db.database import Database
from lms.platform.db.insert import batched, insert_many

_BATCH = 200


@event.listens_for(Session, "after_flush")
def _refresh_written(session: Session, _context: Any) -> None:
    """Refresh the rows of the items written as objects; other statements have to call `refresh` themselves."""
    written = [row for row in (*session.new, *session.dirty) if isinstance(row, Item | ItemVersion | Review)]
    if not written:
        return
    ids = {row.id for row in written if isinstance(row, Item) and row.number}
    ids |= {row.item_id for row in written if isinstance(row, ItemVersion)}
    reviewed = [row.version_id for row in written if isinstance(row, Review)]
    if reviewed:
        ids |= set(session.scalars(select(ItemVersion.item_id).where(ItemVersion.id.in_(reviewed))))
    refresh(session, ids)


def refresh(session: Session, item_ids: Iterable[int]) -> None:
    """Write the rows of these items again from their newest versions; a few statements per batch."""
    postgres = session.get_bind().dialect.name == "postgresql"
    for ids in batched(sorted(set(item_ids)), _BATCH):
        rows = session.execute(_newest_versions(ids)).all()
        if not postgres:
            session.execute(
                text(f"INSERT INTO item_fts (item_fts, {_INDEX_COLUMNS}'delete', {_INDEX_ROWS}").bindparams(
                    _ids(ids)
                )
            )
        for table in (ItemSearchText, Listing):
            old_rows = delete(table).where(table.item_id.in_(ids))
            session.execute(old_rows.execution_options(synchronize_session=False))
        if rows:
            insert_many(session, Listing, [_listing_values(row) for row in rows])
            insert_many(session, ItemSearchText, [_search_values(postgres, row) for row in rows])
        if not postgres:
            session.execute(
                text(f"INSERT INTO item_fts ({_INDEX_COLUMNS}{_INDEX_ROWS}").bindparams(_ids(ids))
            )


# A trigger cannot update the index: SQLite runs none that writes a virtual table while its schema is not trusted.
_INDEX_COLUMNS = "rowid, words, source) SELECT "
_INDEX_ROWS = "item_id, words, source FROM item_words WHERE item_id IN :ids"


def _ids(ids: Collection[int]) -> BindParameter[Any]:
    return bindparam("ids", list(ids), expanding=True)


def rebuild(db: Database) -> int:
    """Add the rows that are missing, as after an upgrade; return how many there were."""
    with db.transaction() as session:
        has = select(Listing.item_id).where(Listing.item_id == Item.id).exists()
        missing = list(session.scalars(select(Item.id).where(Item.number > 0, ~has)))
        refresh(session, missing)
    return len(missing)


def _newest_versions(ids: Collection[int]) -> Any:
    returned = (
        select(Review.id).where(Review.version_id == ItemVersion.id, Review.verdict == "returned").exists()
    )
    in_use = select(Review.verdict).where(Review.version_id == ItemVersion.id, Review.verdict.in_(IN_USE))
    return (
        select(
            Item.id,
            Item.name,
            Item.state,
            Item.number,
            Item.approved_number,
            or_(Bank.purpose == "practice", ItemVersion.practice).label("practice"),
            ItemVersion.kind,
            ItemVersion.competency_id,
            ItemVersion.area,
            ItemVersion.level,
            ItemVersion.difficulty,
            ItemVersion.case,
            ItemVersion.author_id,
            ItemVersion.created_at,
            ItemVersion.words,
            ItemVersion.tags,
            ItemVersion.source,
            ItemVersion.expires,
            returned.label("returned"),
            in_use.order_by(Review.id.desc()).limit(1).scalar_subquery().label("in_use"),
        )
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
        .join(Bank, Bank.id == Item.bank_id)
        .where(Item.id.in_(ids))
    )


def _listing_values(row: Row[Any]) -> dict[str, Any]:
    same = (
        "name",
        "number",
        "approved_number",
        "practice",
        "kind",
        "competency_id",
        "area",
        "level",
        "difficulty",
        "case",
        "author_id",
    )
    state = "returned" if row.state == "draft" and row.returned else row.state
    if state == "approved" and row.in_use == SUPPLIED:
        state = SUPPLIED
    values = {name: getattr(row, name) for name in same}
    return values | {"item_id": row.id, "state": state, "changed_at": row.created_at}


def _search_values(postgres: bool, row: Row[Any]) -> dict[str, Any]:
    words = search.search_text(postgres, f"{row.name} {row.words}", row.tags, f"{row.source} {row.expires}")
    return {"item_id": row.id} | words
