"""The lists of the bank: filtered, sorted, page by page by key, as fast for a hundred thousand items as for ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.bank import case_order, search
from lms.bank.listing_models import ItemInExam, ItemStatistic, Listing
from lms.bank.models import Item, ItemVersion
from lms.domain.access import Actor
from lms.domain.text.markup import plain_text

PAGE = 50
STATES = ("draft", "returned", "in_review", "approved", "retired")
"""Of the newest version, as pages name them: "returned" is a draft that a reviewer gave back."""
USES = ("exam", "used", "unused")
"""May be drawn by a published exam; was asked in a sitting that counts; neither."""
SORTS = ("", "new", "name", "hard", "easy", "weak", "seen")
"""By number; the last changed first; by name; by what the statistics say, items without them left out."""
_KEYS: dict[str, tuple[Any, Any, bool]] = {
    "new": (Listing.changed_at, Listing.item_id, True),
    "name": (Listing.name, Listing.item_id, False),
    "hard": (ItemStatistic.facility, ItemStatistic.item_id, False),
    "easy": (ItemStatistic.facility, ItemStatistic.item_id, True),
    "weak": (ItemStatistic.discrimination, ItemStatistic.item_id, False),
    "seen": (ItemStatistic.n, ItemStatistic.item_id, True),
}
"""What to sort by, of which item, and whether the largest come first."""
_CASE = (case_order.PLACE, Item.id, False)
"""The questions of one case, in their order."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. `words` are parts of names or texts, all of which must occur; 0 is any level."""

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
    """Words of the source, or of what would make the item wrong."""
    use: str = ""
    sort: str = ""
    difficulty: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a list, as its newest version has it."""

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
    """How many sittings its statistics come from."""
    facility: int | None
    discrimination: int | None
    """In ten-thousandths."""


def page(
    session: Session, actor: Actor, chosen: Filter, after: str = "", most: int = PAGE
) -> tuple[list[Row], str]:
    """Up to `most` items beyond the key `after`, and the key of the next page ("" for none); one query."""
    by_number = _CASE if chosen.case else (Listing.item_id, Listing.item_id, False)
    by, of, down = _KEYS.get(chosen.sort, by_number)
    query = (
        select(Listing, ItemVersion.body, ItemStatistic, by.label("by"))
        .join(ItemVersion, and_(ItemVersion.item_id == Listing.item_id, ItemVersion.number == Listing.number))
        .join(ItemStatistic, ItemStatistic.item_id == Listing.item_id, isouter=not _needs_statistics(chosen))
        .where(*conditions(session, actor, chosen), *_beyond(session, by, of, down, after))
        .order_by(by.desc() if down else by, Listing.item_id.desc() if down else Listing.item_id)
        .limit(most + 1)
    )
    if by is case_order.PLACE:
        query = query.join(Item, Item.id == Listing.item_id)
    if _needs_statistics(chosen):
        query = query.where(by.is_not(None))
    rows = session.execute(query).all()
    listed = [_row(listing, body, statistic) for listing, body, statistic, _ in rows[:most]]
    return listed, str(listed[-1].id) if len(rows) > most else ""


def _needs_statistics(chosen: Filter) -> bool:
    return chosen.sort in ("hard", "easy", "weak", "seen")


def _beyond(session: Session, by: Any, of: Any, down: bool, after: str) -> list[ColumnElement[bool]]:
    """What follows the item with this number, in the order of the list."""
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        return []
    key = int(after)
    if by is Listing.item_id:
        return [Listing.item_id > key]
    value = session.scalar(select(by).where(of == key))
    if value is None:
        return []
    if down:
        return [or_(by < value, and_(by == value, Listing.item_id < key))]
    return [or_(by > value, and_(by == value, Listing.item_id > key))]


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
    """How many items fit, by state; states without any are left out. One query."""
    query = select(Listing.state, func.count()).group_by(Listing.state)
    rows = session.execute(query.where(*conditions(session, actor, chosen)))
    counted = {row.state: int(row[1]) for row in rows}
    return {state: counted[state] for state in STATES if state in counted}


def every(session: Session, actor: Actor, chosen: Filter, most: int) -> Sequence[int]:
    """The numbers of all items that fit, up to `most`."""
    query = select(Listing.item_id).where(*conditions(session, actor, chosen)).order_by(Listing.item_id)
    return session.scalars(query.limit(most)).all()


def conditions(session: Session, actor: Actor, chosen: Filter) -> list[ColumnElement[bool]]:
    """What the filter asks of a Listing."""
    equal = {
        Listing.competency_id: chosen.competency,
        Listing.kind: chosen.kind,
        Listing.level: chosen.level,
        Listing.difficulty: chosen.difficulty,
        Listing.state: chosen.state,
        Listing.case: chosen.case,
        Listing.author_id: actor.id if chosen.mine else None,
    }
    asked = [column == value for column, value in equal.items() if value]
    asked += search.holds(session, "words", chosen.words, chosen.tag)
    asked += search.holds(session, "source", chosen.source)
    if chosen.use:
        drawn = select(ItemInExam.item_id).where(ItemInExam.item_id == Listing.item_id).exists()
        asked_of = aliased(ItemStatistic)
        sat = select(asked_of.item_id).where(asked_of.item_id == Listing.item_id).exists()
        asked.append({"exam": drawn, "used": sat, "unused": ~or_(drawn, sat)}[chosen.use])
    return asked


def stems(stored: dict[str, Any]) -> dict[str, str]:
    """The beginning of a stored question as plain text, by language."""
    words = {language: stored["translations"].get(language, stored["body"]) for language in ("zh", "en")}
    return {language: _short(plain_text(body["stem"])) for language, body in words.items()}


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
