"""Loads questions from content files into the bank. Idempotent: unchanged files change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import lms.bank.index  # noqa: F401  (keeps the lists up to date with what is written)
from lms.bank import case_order
from lms.bank.models import APPROVED, IN_USE, SUPPLIED, Bank, Item, ItemVersion, Review
from lms.bank.review import mark_retired
from lms.bank.version_text import columns_of, content_hash, is_unchanged
from lms.content.items import ItemContent
from lms.platform import audit
from lms.questions import search_text

GONE = "gone"
"""Replaces the file's hash when the file is gone, so that the item is retired only once."""


@dataclass(slots=True)
class Loaded:
    """How many items were added, changed, left unchanged and retired."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    reviewers: int = 0
    """How many unchanged items name another reviewer than before, or none any more."""
    for_review: list[str] = field(default_factory=list)
    """Names of the changed items that were also changed on pages: a reviewer decides."""


def load(
    session: Session,
    slug: str,
    purpose: str,
    items: Sequence[ItemContent],
    actor_id: int | None,
    now: datetime,
) -> Loaded:
    """Update the bank `slug` to what its files say; create the bank if necessary.

    A changed item gets a new version, approved by the reviewer that its file names, or supplied if it names none. If it was changed or
    retired on pages since, the new version waits for review instead and the approved one stays in use.
    An item whose file is gone is retired. Items that trainers wrote on pages are left unchanged.
    """
    bank = session.scalar(select(Bank).where(Bank.slug == slug))
    if bank is None:
        bank = Bank(slug=slug, purpose=purpose)
        session.add(bank)
        session.flush()
    known = {item.name: item for item in session.scalars(select(Item).where(Item.bank_id == bank.id))}
    loaded = Loaded()
    updated = [
        content
        for content in items
        if _load_item(session, bank, known.pop(content.name, None), content, loaded, now)
    ]
    _order_cases(session, bank, items, {content.case for content in updated if content.case})
    for item in known.values():
        _retire_gone(item, loaded)
    loaded.reviewers = _update_reviewers(session, bank, items, now)
    counts = {name: getattr(loaded, name) for name in ("added", "changed", "retired", "reviewers")}
    if any(counts.values()):
        waiting = ",".join(loaded.for_review)
        audit.record(session, "bank.load", f"bank:{slug}", actor_id, now, "ok", **counts, for_review=waiting)
    return loaded


def _order_cases(session: Session, bank: Bank, items: Sequence[ItemContent], cases: set[str]) -> None:
    """Order the cases that the files changed as in the files; others stay as people ordered them on pages."""
    for case in sorted(cases):
        names = [content.name for content in items if content.case == case]
        query = select(Item.name, Item.id).where(Item.bank_id == bank.id, Item.name.in_(names))
        ids = {row.name: row.id for row in session.execute(query)}
        case_order.order_by_file(session, bank.id, case, [ids[name] for name in names])


def _retire_gone(item: Item, loaded: Loaded) -> None:
    """Retire an item whose file is gone, but only once: if it is restored on pages afterwards, it stays in use."""
    if item.file_hash in ("", GONE):
        return
    item.file_hash = GONE
    if item.state != "retired":
        mark_retired(item)
        loaded.retired += 1


def _load_item(
    session: Session, bank: Bank, item: Item | None, content: ItemContent, loaded: Loaded, now: datetime
) -> bool:
    """Add a version if the file has changed; return whether one was added."""
    hash = content_hash(columns_of(content))
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
            item.file_hash = hash  # the file now says what the pages say
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
    _add_review(session, version.id, content.reviewer, now)
    return True


def _update_reviewers(session: Session, bank: Bank, items: Sequence[ItemContent], now: datetime) -> int:
    """Add a review where the file now names another reviewer, or none; return how many.

    A review by somebody who signed in here is never replaced.
    """
    named = {content.name: content.reviewer for content in items}
    query = (
        select(Item.name, Review.version_id, Review.reviewer, Review.reviewer_id)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number))
        .join(Review, Review.version_id == ItemVersion.id)
        .where(Item.bank_id == bank.id, Review.verdict.in_(IN_USE))
        .order_by(Review.id)
    )
    last = {row.name: row for row in session.execute(query)}
    others = [
        row
        for row in last.values()
        if row.reviewer_id is None and row.reviewer != named.get(row.name, row.reviewer)
    ]
    for row in others:
        _add_review(session, row.version_id, named[row.name], now)
    return len(others)


def _add_review(session: Session, version_id: int, reviewer: str, now: datetime) -> None:
    verdict = APPROVED if reviewer else SUPPLIED
    session.add(Review(version_id=version_id, reviewer=reviewer, verdict=verdict, at=now))


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
