"""Arranges the questions of a case: as they were written, until a file or somebody says another order."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.listing_models import Listing
from lms.bank.models import Item
from lms.domain.access import Actor
from lms.domain.problem import Text, not_found
from lms.platform import audit

PLACE = func.coalesce(Item.case_order, 2**31 - 1)
"""Sorts questions of one case, their ids after it: what was never arranged comes last, as it was written."""


def move(session: Session, actor: Actor, text_id: int, item_id: int, up: bool, now: datetime) -> int:
    """One question changes places with the one before or behind it; the place where it stands now.

    What is published or drawn already stays as it is: papers hold versions in their order.
    """
    text, _ = find.one(session, actor, text_id, to_change=True)
    items = held(session, text.bank_id, text.name)
    place = next((place for place, item in enumerate(items) if item.id == item_id), None)
    if place is None:
        raise not_found(Text("小题", "question"))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return place + 1
    items[place], items[other] = items[other], items[place]
    _number(items)
    name = items[other].name
    audit.record(session, "bank.case_move", f"item:{text.id}", actor.id, now, question=name, place=other + 1)
    return other + 1


def by_file(session: Session, bank_id: int, case: str, said: Iterable[int]) -> None:
    """The items that a file names come in its order, among the places that they have; others stay."""
    items = {item.id: item for item in held(session, bank_id, case)}
    wanted = merged_order(list(items), [id_ for id_ in dict.fromkeys(said) if id_ in items])
    if wanted != list(items):
        _number([items[id_] for id_ in wanted])


def merged_order(standing: Sequence[int], said: Sequence[int]) -> list[int]:
    """What stands now, with those of `said`, which are among them, in the order of `said`."""
    following: Iterator[int] = iter(said)
    among = frozenset(said)
    return [next(following) if id_ in among else id_ for id_ in standing]


def held(session: Session, bank_id: int, case: str) -> list[Item]:
    """The questions of a case in their order, whatever their state."""
    query = (
        select(Item)
        .join(Listing, Listing.item_id == Item.id)
        .where(Item.bank_id == bank_id, Listing.case == case)
        .order_by(PLACE, Item.id)
    )
    return list(session.scalars(query))


def _number(items: Sequence[Item]) -> None:
    for place, item in enumerate(items, 1):
        item.case_order = place
