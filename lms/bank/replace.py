"""A retired item and the one that takes its place: each names the other."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.bank import find, review, write
from lms.bank.listing_models import Successor
from lms.bank.models import Item
from lms.bank.version_text import content_of
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.domain.text.typed import clean


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item that this one replaces, or that replaces it."""

    id: int
    name: str
    newer: bool


def retire_and_replace(
    session: Session, actor: Actor, item_id: int, stem: str, reason: str, now: datetime
) -> Item:
    """Take the item out of use and begin another with the same words and a new stem, as a draft."""
    item, newest = find.one(session, actor, item_id, to_change=True)
    content = content_of(item, newest)
    if not clean(stem) or clean(stem) == content.question.body.stem:
        raise Refused(
            "bank.same_stem",
            Text("新题的题干还没有改", "The stem of the new question is still the old one"),
            Text("请先写新题干，选项等保存后再改", "Write its new stem; the rest is edited afterwards"),
            status=400,
        )
    if item.state != "retired":
        review.retire(session, actor, item_id, reason, now)
    body = replace(content.question.body, stem=clean(stem))
    question = replace(content.question, body=body, translations={})
    name = write.free_name(session, item.bank.slug)
    made = write.create(session, actor, replace(content, name=name, question=question), now)
    session.add(Successor(item_id=made.id, replaces_id=item.id, at=now))
    session.flush()
    return made


def neighbours(session: Session, item_id: int) -> list[Neighbour]:
    """Whom the item replaces and who replaces it; one query."""
    rows = session.execute(
        select(Successor.item_id, Successor.replaces_id, Item.id, Item.name)
        .join(Item, or_(Item.id == Successor.item_id, Item.id == Successor.replaces_id))
        .where(or_(Successor.item_id == item_id, Successor.replaces_id == item_id), Item.id != item_id)
        .order_by(Item.id)
    )
    return [Neighbour(row.id, row.name, row.id == row.item_id) for row in rows]
