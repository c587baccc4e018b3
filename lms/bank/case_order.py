"""Orders the questions of a case: as they were written, until a file or a person gives another order."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find, messages
from lms.bank.listing_models import Listing
from lms.bank.models import Item
from lms.domain.access import Actor
from lms.platform import audit

CASE_POSITION = func.coalesce(Item.case_order, 2**31 - 1)
"""Sorts the questions of one case, followed by their ids: what has no position comes last, as it was written."""


def move(session: Session, actor: Actor, text_id: int, item_id: int, up: bool, now: datetime) -> int:
    """Move a question up or down by one and return its position now. Raise Refused if the case does not have it.

    Published exams and drawn forms do not change: they hold versions in their own order.
    """
    text, _ = find.item_and_newest(session, actor, text_id, to_change=True)
    items = questions_of(session, text.bank_id, text.name)
    index = next((index for index, item in enumerate(items) if item.id == item_id), None)
    if index is None:
        raise messages.question_of_case_not_found()
    other = index - 1 if up else index + 1
    if not 0 <= other < len(items):
        return index + 1
    items[index], items[other] = items[other], items[index]
    _renumber(items)
    name = items[other].name
    audit.record(session, "bank.case_move", f"item:{text.id}", actor.id, now, question=name, place=other + 1)
    return other + 1


def order_by_file(session: Session, bank_id: int, case: str, wanted: Iterable[int]) -> None:
    """Put the items that a file names into its order, among the positions that they have; others stay."""
    items = {item.id: item for item in questions_of(session, bank_id, case)}
    merged = merged_order(list(items), [id_ for id_ in dict.fromkeys(wanted) if id_ in items])
    if merged != list(items):
        _renumber([items[id_] for id_ in merged])


def merged_order(current: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return the current order with the items of `wanted`, which are all in it, in the order of `wanted`."""
    following: Iterator[int] = iter(wanted)
    moved = frozenset(wanted)
    return [next(following) if id_ in moved else id_ for id_ in current]


def questions_of(session: Session, bank_id: int, case: str) -> list[Item]:
    """Return the questions of a case in their order, in any state."""
    query = (
        select(Item)
        .join(Listing, Listing.item_id == Item.id)
        .where(Item.bank_id == bank_id, Listing.case == case)
        .order_by(CASE_POSITION, Item.id)
    )
    return list(session.scalars(query))


def _renumber(items: Sequence[Item]) -> None:
    for position, item in enumerate(items, 1):
        item.case_order = position
