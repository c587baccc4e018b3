"""Finds items in the bank: for practice, and one by its number. Lists are in browse."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, contains_eager

import lms.bank.index  # noqa: F401  (keeps the lists up to date with what is written)
from lms.bank.models import Bank, Item, ItemVersion
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text, not_found
from lms.domain.question.protocol import Question
from lms.questions import restore_question


@dataclass(frozen=True, slots=True)
class Practice:
    """An item as it is practised with: the key may be shown afterwards."""

    item_id: int
    version_id: int
    name: str
    question: Question
    rationale: dict[str, str]
    source: str


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
