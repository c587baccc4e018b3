"""The comments on an item: a thread that changes none of its versions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import find, messages
from lms.bank.listing_models import ItemComment
from lms.domain.access import Actor
from lms.domain.text.typed import clean
from lms.platform import audit

LONGEST = 2_000


def add_comment(session: Session, actor: Actor, item_id: int, words: str, now: datetime) -> ItemComment:
    """Add a comment; comments are never changed or removed. Raise Refused for an empty or too long one."""
    item, _ = find.item_and_newest(session, actor, item_id)
    checked = clean(words)
    if not checked:
        raise messages.no_comment_to_add()
    if len(checked) > LONGEST:
        raise messages.comment_to_add_too_long(LONGEST)
    comment = ItemComment(
        item_id=item.id, number=item.number, person=actor.name, person_id=actor.id, words=checked, at=now
    )
    session.add(comment)
    session.flush()
    audit.record(session, "bank.comment", f"item:{item.id}", actor.id, now, comment=comment.id)
    return comment


def comments_on(session: Session, item_id: int) -> Sequence[ItemComment]:
    """Return the comments on the item, oldest first; one query."""
    query = select(ItemComment).where(ItemComment.item_id == item_id).order_by(ItemComment.id)
    return session.scalars(query).all()
