"""Keeps the rows that lists are read from: whatever writes an item in a session brings its row up to date."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, event, select, text
from sqlalchemy.orm import Session

from lms.bank import search
from lms.bank.listing_models import ItemWords, Listing
from lms.bank.models import Bank, Item, ItemVersion, Review
from lms.platform.db.database import Database
from lms.platform.db.insert import batched, insert_many

_PART = 200


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: Any) -> None:
    """Writes by statements that name no objects have to call `refresh` themselves."""
    written = [
        thing for thing in (*session.new, *session.dirty) if isinstance(thing, Item | ItemVersion | Review)
    ]
    if not written:
        return
    ids = {thing.id for thing in written if isinstance(thing, Item)}
    ids |= {thing.item_id for thing in written if isinstance(thing, ItemVersion)}
    reviewed = [thing.version_id for thing in written if isinstance(thing, Review)]
    if reviewed:
        ids |= set(session.scalars(select(ItemVersion.item_id).where(ItemVersion.id.in_(reviewed))))
    refresh(session, ids)


def refresh(session: Session, item_ids: Iterable[int]) -> None:
    """Make the rows of these items anew; a few statements for two hundred of them."""
    postgres = session.get_bind().dialect.name == "postgresql"
    for ids in batched(sorted(set(item_ids)), _PART):
        rows = session.execute(_newest(ids)).all()
        if not postgres:
            session.execute(
                text(f"INSERT INTO item_fts (item_fts, {_INDEXED}'delete', {_OF}").bindparams(_ids(ids))
            )
        for noun in (ItemWords, Listing):
            gone = delete(noun).where(noun.item_id.in_(ids))
            session.execute(gone.execution_options(synchronize_session=False))
        if rows:
            insert_many(session, Listing, [_listed(row) for row in rows])
            insert_many(session, ItemWords, [_indexed(postgres, row) for row in rows])
        if not postgres:
            session.execute(text(f"INSERT INTO item_fts ({_INDEXED}{_OF}").bindparams(_ids(ids)))


# A trigger cannot keep the index: SQLite runs none that writes a virtual table while its schema is not trusted.
_INDEXED = "rowid, words, source) SELECT "
_OF = "item_id, words, source FROM item_words WHERE item_id IN :ids"


def _ids(ids: Collection[int]) -> BindParameter[Any]:
    return bindparam("ids", list(ids), expanding=True)


def rebuild(db: Database) -> int:
    """Make the rows that are missing, as after an upgrade; how many there were."""
    with db.transaction() as session:
        has = select(Listing.item_id).where(Listing.item_id == Item.id).exists()
        missing = list(session.scalars(select(Item.id).where(Item.number > 0, ~has)))
        refresh(session, missing)
    return len(missing)


def _newest(ids: Collection[int]) -> Any:
    returned = (
        select(Review.id).where(Review.version_id == ItemVersion.id, Review.verdict == "returned").exists()
    )
    return (
        select(
            Item.id,
            Item.name,
            Item.state,
            Item.number,
            Item.approved_number,
            (Bank.purpose == "practice").label("practice"),
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
        )
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
        .join(Bank, Bank.id == Item.bank_id)
        .where(Item.id.in_(ids))
    )


def _listed(row: Row[Any]) -> dict[str, Any]:
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
    told = {name: getattr(row, name) for name in same}
    return told | {"item_id": row.id, "state": state, "changed_at": row.created_at}


def _indexed(postgres: bool, row: Row[Any]) -> dict[str, Any]:
    words = search.row(postgres, f"{row.name} {row.words}", row.tags, f"{row.source} {row.expires}")
    return {"item_id": row.id} | words
