"""Finds items in the bank."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.models import Bank, Item, ItemVersion
from lms.domain.question import Question
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
