"""Finds items in the bank: for practice, and one item by its id. Lists are in browse."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, contains_eager

import lms.bank.index  # noqa: F401  (keeps the lists up to date with what is written)
from lms.bank import messages
from lms.bank.models import Bank, Item, ItemVersion
from lms.domain.access import Actor, Permission
from lms.domain.question.protocol import Question
from lms.questions import restore_question


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """An item for practice: the key may be shown after the answer."""

    item_id: int
    version_id: int
    name: str
    question: Question
    rationale: dict[str, str]
    source: str


def practice_items(session: Session, bank: str, names: Sequence[str]) -> list[PracticeItem]:
    """Return the approved versions of these items of a practice bank, in the order of `names`."""
    rows = session.execute(
        select(Item, ItemVersion)
        .join(Bank, Bank.id == Item.bank_id)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.approved_number))
        .where(Bank.slug == bank, Bank.purpose == "practice", Item.state != "retired", Item.name.in_(names))
    ).all()
    by_name = {
        item.name: PracticeItem(item.id, v.id, item.name, restore_question(v.body), v.rationale, v.source)
        for item, v in rows
    }
    return [by_name[name] for name in names if name in by_name]


def item_and_newest(
    session: Session, actor: Actor, item_id: int, *, to_change: bool = False
) -> tuple[Item, ItemVersion]:
    """Return an item with its bank, and its newest version, for authors and reviewers; locked with `to_change`.

    Raise Refused if there is none, or the actor may not see it. Banks belong to the whole city: authors and
    reviewers see all of them.
    """
    query: Select[Item, ItemVersion] = (
        select(Item, ItemVersion)
        .join(Item.bank)
        .join(ItemVersion, newest_version())
        .options(contains_eager(Item.bank))
        .where(Item.id == item_id)
    )
    if to_change:
        query = query.with_for_update(of=Item)
    may = actor.may(Permission.WRITE_ITEMS) or actor.may(Permission.REVIEW_ITEMS)
    row = session.execute(query).first() if may and item_id < 2**63 else None
    if row is None:
        raise messages.item_not_found()
    return row[0], row[1]


def newest_version() -> ColumnElement[bool]:
    """Return the condition that joins an item with its newest version."""
    return and_(ItemVersion.item_id == Item.id, ItemVersion.number == Item.number)
