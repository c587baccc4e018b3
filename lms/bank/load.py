"""Brings questions from content files into the bank: unchanged files change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import lms.bank.listing  # noqa: F401  (follows what is written)
from lms.bank.models import Bank, Item, ItemVersion, Review
from lms.bank.review import take_out
from lms.bank.wording import fingerprint, said, says_the_same
from lms.content.items import ItemContent
from lms.platform import audit
from lms.questions import words

GONE = "gone"
"""Stands for the file's hash once the file is gone, so that this is noticed once only."""


@dataclass(slots=True)
class Loaded:
    """How many items a loading added, changed, left alone and retired."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    for_review: list[str] = field(default_factory=list)
    """Those of the changed whose file says something else than the pages: a reviewer decides."""


def load(
    session: Session,
    slug: str,
    purpose: str,
    items: Sequence[ItemContent],
    actor_id: int | None,
    now: datetime,
) -> Loaded:
    """Bring the bank `slug` to what its files say.

    A changed item gets a new version, approved by the reviewer its file names; if somebody changed or
    retired it on pages since, the new version waits for review instead and the approved one stays in
    use. An item whose file is gone is retired. Items that trainers made on pages are left alone.
    """
    bank = session.scalar(select(Bank).where(Bank.slug == slug))
    if bank is None:
        bank = Bank(slug=slug, purpose=purpose)
        session.add(bank)
        session.flush()
    held = {item.name: item for item in session.scalars(select(Item).where(Item.bank_id == bank.id))}
    loaded = Loaded()
    for content in items:
        _load_one(session, bank, held.pop(content.name, None), content, loaded, now)
    for item in held.values():
        _retire_gone(item, loaded)
    if loaded.added or loaded.changed or loaded.retired:
        audit.record(
            session,
            "bank.load",
            f"bank:{slug}",
            actor_id,
            now,
            added=loaded.added,
            changed=loaded.changed,
            retired=loaded.retired,
            for_review=",".join(loaded.for_review),
        )
    return loaded


def _retire_gone(item: Item, loaded: Loaded) -> None:
    """Its file is gone. Once only: whoever brings it back on pages afterwards means it."""
    if item.file_hash in ("", GONE):
        return
    item.file_hash = GONE
    if item.state != "retired":
        take_out(item)
        loaded.retired += 1


def _load_one(
    session: Session, bank: Bank, item: Item | None, content: ItemContent, loaded: Loaded, now: datetime
) -> None:
    hash = fingerprint(said(content))
    if item is not None and item.file_hash == hash:
        loaded.unchanged += 1
        return
    if item is None:
        item = Item(bank_id=bank.id, name=content.name, number=0, state="approved")
        session.add(item)
        loaded.added += 1
        contested = False
    else:
        newest = _newest(session, item)
        if newest.author_id is not None and says_the_same(newest, content):
            item.file_hash = hash  # the file has caught up with the pages
            loaded.unchanged += 1
            return
        contested = newest.author_id is not None or (item.state == "retired" and item.file_hash != GONE)
        loaded.changed += 1
    item.number += 1
    item.file_hash = hash
    version = _add_version(session, item, content, hash, now)
    if contested:
        item.state = "in_review"
        loaded.for_review.append(content.name)
        return
    item.state, item.approved_number = "approved", item.number
    session.add(Review(version_id=version.id, reviewer=content.reviewer, verdict="approved", at=now))


def _newest(session: Session, item: Item) -> ItemVersion:
    query = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.number == item.number)
    return session.execute(query).scalar_one()


def _add_version(session: Session, item: Item, content: ItemContent, hash: str, now: datetime) -> ItemVersion:
    session.flush()
    version = ItemVersion(
        item_id=item.id,
        number=item.number,
        hash=hash,
        created_at=now,
        words=words(content.question),
        **said(content),
    )
    session.add(version)
    session.flush()
    return version
