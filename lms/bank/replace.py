"""Replaces an item: it is retired, and a new one takes its place; the pages of both show the other."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.bank import find, messages, review, write
from lms.bank.listing_models import Successor
from lms.bank.models import Item
from lms.bank.version_text import content_of
from lms.domain.access import Actor
from lms.domain.text.typed import clean


@dataclass(frozen=True, slots=True)
class Replacement:
    """An item that this one replaces, or that replaces it."""

    id: int
    name: str
    newer: bool


def retire_and_replace(
    session: Session, actor: Actor, item_id: int, stem: str, reason: str, now: datetime
) -> Item:
    """Retire the item and create a draft with the same options and a new stem. Raise Refused if the stem is the same."""
    item, newest = find.item_and_newest(session, actor, item_id, to_change=True)
    content = content_of(item, newest)
    if not clean(stem) or clean(stem) == content.question.body.stem:
        raise messages.same_stem()
    if item.state != "retired":
        review.retire(session, actor, item_id, reason, now)
    body = replace(content.question.body, stem=clean(stem))
    question = replace(content.question, body=body, translations={})
    name = write.free_name(session, item.bank.slug)
    successor = write.create(session, actor, replace(content, name=name, question=question), now)
    session.add(Successor(item_id=successor.id, replaces_id=item.id, at=now))
    session.flush()
    return successor


def replacements(session: Session, item_id: int) -> list[Replacement]:
    """Return what the item replaces and what replaces it; one query."""
    rows = session.execute(
        select(Successor.item_id, Successor.replaces_id, Item.id, Item.name)
        .join(Item, or_(Item.id == Successor.item_id, Item.id == Successor.replaces_id))
        .where(or_(Successor.item_id == item_id, Successor.replaces_id == item_id), Item.id != item_id)
        .order_by(Item.id)
    )
    return [Replacement(row.id, row.name, row.id == row.item_id) for row in rows]
