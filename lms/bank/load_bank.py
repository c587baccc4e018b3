"""Brings questions from content files into the bank: unchanged files change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import lms.bank.index  # noqa: F401  (keeps the lists up to date with what is written)
from lms.bank import case_order
from lms.bank.models import Bank, Item, ItemVersion, Review
from lms.bank.review import take_out
from lms.bank.version_text import columns_of, fingerprint, is_unchanged
from lms.content.items import ItemContent
from lms.platform import audit
from lms.questions import search_text

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
    made = [
        content
        for content in items
        if _load_one(session, bank, held.pop(content.name, None), content, loaded, now)
    ]
    _arrange(session, bank, items, {content.case for content in made if content.case})
    for item in held.values():
        _retire_gone(item, loaded)
    if loaded.added or loaded.changed or loaded.retired:
        sums = {"added": loaded.added, "changed": loaded.changed, "retired": loaded.retired}
        waiting = ",".join(loaded.for_review)
        audit.record(session, "bank.load", f"bank:{slug}", actor_id, now, "ok", **sums, for_review=waiting)
    return loaded


def _arrange(session: Session, bank: Bank, items: Sequence[ItemContent], cases: set[str]) -> None:
    """Cases of which the files say something new stand as in the files; others as somebody moved them."""
    for case in sorted(cases):
        names = [content.name for content in items if content.case == case]
        query = select(Item.name, Item.id).where(Item.bank_id == bank.id, Item.name.in_(names))
        ids = {row.name: row.id for row in session.execute(query)}
        case_order.by_file(session, bank.id, case, [ids[name] for name in names])


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
) -> bool:
    """Whether it made a version."""
    hash = fingerprint(columns_of(content))
    if item is not None and item.file_hash == hash:
        loaded.unchanged += 1
        return False
    if item is None:
        item = Item(bank_id=bank.id, name=content.name, number=0, state="approved")
        session.add(item)
        loaded.added += 1
        contested = False
    else:
        newest = _newest(session, item)
        if newest.author_id is not None and is_unchanged(newest, content):
            item.file_hash = hash  # the file has caught up with the pages
            loaded.unchanged += 1
            return False
        if newest.case != content.case:
            item.case_order = None
        contested = newest.author_id is not None or (item.state == "retired" and item.file_hash != GONE)
        loaded.changed += 1
    item.number += 1
    item.file_hash = hash
    version = _add_version(session, item, content, hash, now)
    if contested:
        item.state = "in_review"
        loaded.for_review.append(content.name)
        return True
    item.state, item.approved_number = "approved", item.number
    session.add(Review(version_id=version.id, reviewer=content.reviewer, verdict="approved", at=now))
    return True


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
        words=search_text(content.question),
        **columns_of(content),
    )
    session.add(version)
    session.flush()
    return version
