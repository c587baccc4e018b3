"""What people say about an item: a thread beside its versions that changes none of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.listing_models import ItemComment
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.domain.text.typed import clean
from lms.platform import audit

LONGEST = 2_000


def comment(session: Session, actor: Actor, item_id: int, words: str, now: datetime) -> ItemComment:
    """Add to the thread; nothing said is changed or taken back."""
    item, _ = find.one(session, actor, item_id)
    said = clean(words)
    if not said or len(said) > LONGEST:
        raise Refused(
            "bank.comment",
            Text("没有写意见" if not said else f"超过 {LONGEST} 个字", "There is no comment" if not said else f"It is longer than {LONGEST} characters"),
            Text("请写好再发", "Write it and send it again"),
            status=400,
        )  # fmt: skip
    made = ItemComment(
        item_id=item.id, number=item.number, person=actor.name, person_id=actor.id, words=said, at=now
    )
    session.add(made)
    session.flush()
    audit.record(session, "bank.comment", f"item:{item.id}", actor.id, now, comment=made.id)
    return made


def thread(session: Session, item_id: int) -> Sequence[ItemComment]:
    """The comments, oldest first; one query."""
    query = select(ItemComment).where(ItemComment.item_id == item_id).order_by(ItemComment.id)
    return session.scalars(query).all()
