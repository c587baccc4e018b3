"""The lists of the bank: filtered, sorted, paged by key, as fast for a hundred thousand items as for ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.bank import case_order, search
from lms.bank.listing_models import ItemInExam, ItemStatistic, Listing
from lms.bank.models import IN_USE, Item, ItemVersion
from lms.domain.access import Actor
from lms.domain.text.markup import plain_text

PAGE = 50
STATES = ("draft", "returned", "in_review", "supplied", "approved", "retired")
"""Of the newest version, as pages name them: "returned" is a draft that a reviewer returned, "supplied" is one of a
file that is in use and that nobody has reviewed."""
USES = ("exam", "used", "unused", "practice")
"""A published exam may draw it; it was asked in a sitting that counts; neither; it is for practice only."""
SORTS = ("", "new", "name", "hard", "easy", "weak", "seen")
"""By id; last changed first; by name; by statistics, with the items that have none last."""
BY_STATISTICS = ("hard", "easy", "weak", "seen")
_Order = tuple[Any, Any, bool]
_KEYS: dict[str, _Order] = {
    "new": (Listing.changed_at, Listing.item_id, True),
    "name": (Listing.name, Listing.item_id, False),
    "hard": (ItemStatistic.facility, ItemStatistic.item_id, False),
    "easy": (ItemStatistic.facility, ItemStatistic.item_id, True),
    "weak": (ItemStatistic.discrimination, ItemStatistic.item_id, False),
    "seen": (ItemStatistic.n, ItemStatistic.item_id, True),
}
"""The column to sort by, the column with the item's id, and whether the largest values come first."""
_CASE = (case_order.CASE_POSITION, Item.id, False)
"""The questions of one case, in their order."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. All of `words` must occur in the name or the text; level 0 is any level."""

    words: str = ""
    competency: str = ""
    kind: str = ""
    state: str = ""
    level: int = 0
    mine: bool = False
    """Only items whose newest version the actor wrote."""
    tag: str = ""
    case: str = ""
    source: str = ""
    """Words in the source, or in what would make the item wrong."""
    use: str = ""
    sort: str = ""
    difficulty: str = ""
    ready: bool = False
    """Only items whose newest version exams may ask."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a list, with the data of its newest version."""

    id: int
    name: str
    stem: dict[str, str]
    """The beginning of the question as plain text, by language."""
    kind: str
    competency: str
    level: int
    state: str
    """One of STATES."""
    number: int
    approved_number: int | None
    practice: bool
    n: int
    """The number of sittings of its statistics."""
    facility: int | None
    discrimination: int | None
    """In ten-thousandths."""


def page(
    session: Session, actor: Actor, chosen: Filter, after: str = "", most: int = PAGE
) -> tuple[list[Row], str]:
    """Return up to `most` items after the key `after`, and the key of the next page ("" for none).

    One query. Sorted by statistics, up to two more: for the key, and for the items that have none, by id.
    """
    by_number = _CASE if chosen.case else (Listing.item_id, Listing.item_id, False)
    order = _KEYS.get(chosen.sort, by_number)
    by_statistics = chosen.sort in BY_STATISTICS
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    value = _value_of(session, order, key)
    found: list[Row] = []
    if not (by_statistics and key and value is None):
        query = _in_order(_query(session, actor, chosen, with_statistics=by_statistics), order)
        found += _rows(session, query.where(*_after_item(order, key, value)).limit(most + 1))
    if by_statistics and len(found) <= most:
        query = _query(session, actor, chosen).where(order[0].is_(None)).order_by(Listing.item_id)
        rest = query.where(Listing.item_id > (key if value is None else 0))
        found += _rows(session, rest.limit(most + 1 - len(found)))
    return found[:most], str(found[most - 1].id) if len(found) > most else ""


def _query(
    session: Session, actor: Actor, chosen: Filter, *, with_statistics: bool = False
) -> Select[tuple[Listing, dict[str, Any], ItemStatistic]]:
    """Return the query for the matching items, or only for those `with_statistics`: their index can then sort."""
    return (
        select(Listing, ItemVersion.body, ItemStatistic)
        .join(ItemVersion, and_(ItemVersion.item_id == Listing.item_id, ItemVersion.number == Listing.number))
        .join(ItemStatistic, ItemStatistic.item_id == Listing.item_id, isouter=not with_statistics)
        .where(*conditions(session, actor, chosen))
    )


def _in_order(query: Select[Any], order: _Order) -> Select[Any]:
    """Return the query in this order, without the items that have no value to sort by."""
    sort_by, _, descending = order
    if sort_by is case_order.CASE_POSITION:
        query = query.join(Item, Item.id == Listing.item_id)
    columns = (sort_by, Listing.item_id)
    query = query.order_by(*(column.desc() if descending else column for column in columns))
    return query.where(sort_by.is_not(None))


def _value_of(session: Session, order: _Order, key: int) -> Any:
    """Return what the item with this id is sorted by, or None."""
    sort_by, item_id, _ = order
    if not key or sort_by is Listing.item_id:
        return key or None
    return session.scalar(select(sort_by).where(item_id == key))


def _after_item(order: _Order, key: int, value: Any) -> list[ColumnElement[bool]]:
    """Return the condition for what follows the item `key`, which is sorted by `value`, in the order of the list."""
    sort_by, _, descending = order
    if value is None:
        return []
    if sort_by is Listing.item_id:
        return [Listing.item_id > key]
    if descending:
        return [or_(sort_by < value, and_(sort_by == value, Listing.item_id < key))]
    return [or_(sort_by > value, and_(sort_by == value, Listing.item_id > key))]


def _rows(session: Session, query: Select[Any]) -> list[Row]:
    return [_row(listing, body, statistic) for listing, body, statistic in session.execute(query)]


def _row(listing: Listing, body: dict[str, Any], statistic: ItemStatistic | None) -> Row:
    return Row(
        listing.item_id,
        listing.name,
        stems(body),
        listing.kind,
        listing.competency_id,
        listing.level,
        listing.state,
        listing.number,
        listing.approved_number,
        listing.practice,
        statistic.n if statistic else 0,
        statistic.facility if statistic else None,
        statistic.discrimination if statistic else None,
    )


def totals(session: Session, actor: Actor, chosen: Filter) -> dict[str, int]:
    """Return the number of matching items by state, without states that have none; one query."""
    query = select(Listing.state, func.count()).group_by(Listing.state)
    rows = session.execute(query.where(*conditions(session, actor, chosen)))
    counted = {row.state: int(row[1]) for row in rows}
    return {state: counted[state] for state in STATES if state in counted}


def item_ids(session: Session, actor: Actor, chosen: Filter, most: int) -> Sequence[int]:
    """Return the ids of all matching items, up to `most`."""
    query = select(Listing.item_id).where(*conditions(session, actor, chosen)).order_by(Listing.item_id)
    return session.scalars(query.limit(most)).all()


def conditions(session: Session, actor: Actor, chosen: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions of the filter on a Listing."""
    equal = {
        Listing.competency_id: chosen.competency,
        Listing.kind: chosen.kind,
        Listing.level: chosen.level,
        Listing.difficulty: chosen.difficulty,
        Listing.state: chosen.state,
        Listing.case: chosen.case,
        Listing.author_id: actor.id if chosen.mine else None,
    }
    wanted = [column == value for column, value in equal.items() if value]
    wanted += search.text_conditions(session, "words", chosen.words, chosen.tag)
    wanted += search.text_conditions(session, "source", chosen.source)
    if chosen.use:
        drawn = select(ItemInExam.item_id).where(ItemInExam.item_id == Listing.item_id).exists()
        statistic = aliased(ItemStatistic)
        asked = select(statistic.item_id).where(statistic.item_id == Listing.item_id).exists()
        uses: dict[str, Any] = {
            "exam": drawn,
            "used": asked,
            "unused": ~or_(drawn, asked),
            "practice": Listing.practice,
        }
        wanted.append(uses[chosen.use])
    if chosen.ready:
        wanted += [Listing.state.in_(IN_USE), ~Listing.practice]
    return wanted


def stems(stored: dict[str, Any]) -> dict[str, str]:
    """Return the beginning of a stored question as plain text, by language."""
    bodies = {language: stored["translations"].get(language, stored["body"]) for language in ("zh", "en")}
    return {language: _short(plain_text(body["stem"])) for language, body in bodies.items()}


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
