"""Finds items in the bank: for practice, for a list with filters, one by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from lms.bank.models import Bank, Item, ItemVersion, Review
from lms.domain.access import Actor, Permission
from lms.domain.markup import plain
from lms.domain.problem import Text, not_found
from lms.domain.question import Question
from lms.questions import restore_question

PAGE = 50
STATES = ("draft", "returned", "in_review", "approved", "retired")
"""Of the newest version, as pages name them: "returned" is a draft that a reviewer gave back."""


@dataclass(frozen=True, slots=True)
class Practice:
    """An item as it is practised with: the key may be shown afterwards."""

    item_id: int
    version_id: int
    name: str
    question: Question
    rationale: dict[str, str]
    source: str


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


def practice(session: Session, bank: str, names: Sequence[str]) -> list[Practice]:
    """The approved versions of these items of a practice bank, in the order of `names`."""
    rows = session.execute(
        select(Item, ItemVersion)
        .join(Bank, Bank.id == Item.bank_id)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.approved_number))
        .where(Bank.slug == bank, Bank.purpose == "practice", Item.state != "retired", Item.name.in_(names))
    ).all()
    found = {
        item.name: Practice(item.id, v.id, item.name, restore_question(v.body), v.rationale, v.source)
        for item, v in rows
    }
    return [found[name] for name in names if name in found]


def page(
    session: Session, actor: Actor, chosen: Filter, after: int = 0, most: int = PAGE
) -> tuple[list[Row], int | None]:
    """Up to `most` items with ids beyond `after`, and the key of the next page; one query."""
    query = (
        select(
            Item.id,
            Item.name,
            Item.state,
            Item.number,
            Item.approved_number,
            Bank.purpose,
            ItemVersion.kind,
            ItemVersion.competency_id,
            ItemVersion.level,
            ItemVersion.body,
            was_returned().label("returned"),
        )
        .join(ItemVersion, newest())
        .join(Bank, Bank.id == Item.bank_id)
        .where(Item.id > after, *_conditions(actor, chosen))
        .order_by(Item.id)
        .limit(most + 1)
    )
    rows = session.execute(query).all()
    listed = [_row(row) for row in rows[:most]]
    return listed, listed[-1].id if len(rows) > most else None


def _row(row: Any) -> Row:
    return Row(
        row.id,
        row.name,
        _stems(row.body),
        row.kind,
        row.competency_id,
        row.level,
        state_of(row.state, row.returned),
        row.number,
        row.approved_number,
        row.purpose == "practice",
    )


def totals(session: Session, actor: Actor, chosen: Filter) -> dict[str, int]:
    """How many items fit, by state; states without any are left out. One query."""
    returned = was_returned().label("returned")
    found = (
        select(Item.state, returned).join(ItemVersion, newest()).where(*_conditions(actor, chosen)).subquery()
    )
    rows = session.execute(
        select(found.c.state, found.c.returned, func.count()).group_by(found.c.state, found.c.returned)
    )
    counted: dict[str, int] = {}
    for state, was, count in rows:
        name = state_of(state, was)
        counted[name] = counted.get(name, 0) + count
    return {state: counted[state] for state in STATES if state in counted}


def one(session: Session, actor: Actor, item_id: int, *, to_change: bool = False) -> tuple[Item, ItemVersion]:
    """An item with its bank, and its newest version, for whoever writes or reviews; locked if to be changed.

    Banks belong to the whole city: nobody sees only some of them.
    """
    query: Select[Item, ItemVersion] = (
        select(Item, ItemVersion)
        .join(Item.bank)
        .join(ItemVersion, newest())
        .options(contains_eager(Item.bank))
        .where(Item.id == item_id)
    )
    if to_change:
        query = query.with_for_update(of=Item)
    may = actor.may(Permission.WRITE_ITEMS) or actor.may(Permission.REVIEW_ITEMS)
    row = session.execute(query).first() if may and item_id < 2**63 else None
    if row is None:
        raise not_found(Text("题目", "question"))
    return row[0], row[1]


def newest() -> ColumnElement[bool]:
    """Joins an item with its newest version."""
    return and_(ItemVersion.item_id == Item.id, ItemVersion.number == Item.number)


def was_returned() -> ColumnElement[bool]:
    """Whether a reviewer gave the joined version back."""
    return select(Review.id).where(Review.version_id == ItemVersion.id, Review.verdict == "returned").exists()


def state_of(state: str, returned: bool) -> str:
    """The state as pages name it."""
    return "returned" if state == "draft" and returned else state


def _conditions(actor: Actor, chosen: Filter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [
        or_(ItemVersion.words.icontains(word, autoescape=True), Item.name.icontains(word, autoescape=True))
        for word in chosen.words.split()
    ]
    if chosen.competency:
        asked.append(ItemVersion.competency_id == chosen.competency)
    if chosen.kind:
        asked.append(ItemVersion.kind == chosen.kind)
    if chosen.level:
        asked.append(ItemVersion.level == chosen.level)
    if chosen.mine:
        asked.append(ItemVersion.author_id == actor.id)
    if chosen.state in ("draft", "returned"):
        asked.append(was_returned() if chosen.state == "returned" else ~was_returned())
    if chosen.state:
        asked.append(Item.state == ("draft" if chosen.state == "returned" else chosen.state))
    return asked


def _stems(stored: dict[str, Any]) -> dict[str, str]:
    words = {language: stored["translations"].get(language, stored["body"]) for language in ("zh", "en")}
    return {language: _short(plain(body["stem"])) for language, body in words.items()}


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
