"""Brings questions from content files into the bank: unchanged files change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.models import Bank, Item, ItemVersion, Review
from lms.content.items import ItemContent
from lms.platform import audit
from lms.platform.digest import digest
from lms.questions import dump_question, words


@dataclass(slots=True)
class Loaded:
    """How many items a loading added, changed, left alone and retired."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0


def load(
    session: Session,
    slug: str,
    purpose: str,
    items: Sequence[ItemContent],
    actor_id: int | None,
    now: datetime,
) -> Loaded:
    """Bring the bank `slug` to what its files say.

    A changed item gets a new version, approved by the reviewer its file names. An item whose file
    is gone is retired. Items that trainers made on pages are left alone.
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
    for gone in held.values():
        if gone.file_hash and gone.state != "retired":
            gone.state, gone.file_hash = "retired", "gone"
            loaded.retired += 1
    if loaded.added or loaded.changed or loaded.retired:
        facts = {"added": loaded.added, "changed": loaded.changed, "retired": loaded.retired}
        audit.record(session, "bank.load", f"bank:{slug}", actor_id, now, **facts)
    return loaded


def _load_one(
    session: Session, bank: Bank, item: Item | None, content: ItemContent, loaded: Loaded, now: datetime
) -> None:
    said = _said(content)
    hash = digest(said)
    if item is not None and item.file_hash == hash:
        loaded.unchanged += 1
        return
    if item is None:
        item = Item(bank_id=bank.id, name=content.name, number=0)
        session.add(item)
        loaded.added += 1
    else:
        loaded.changed += 1
    item.number += 1
    item.approved_number, item.state, item.file_hash = item.number, "approved", hash
    session.flush()
    version = ItemVersion(item_id=item.id, number=item.number, hash=hash, created_at=now, **said)
    version.words = words(content.question)
    session.add(version)
    session.flush()
    session.add(Review(version_id=version.id, reviewer=content.reviewer, verdict="approved", at=now))


def _said(content: ItemContent) -> dict[str, Any]:
    return {
        "kind": content.question.kind,
        "body": dump_question(content.question),
        "competency_id": content.competency,
        "area": content.area,
        "level": content.level,
        "points": content.points,
        "source": content.source,
        "checked": content.checked,
        "expires": content.expires,
        "rationale": content.rationale,
        "tags": list(content.tags),
        "author": content.author,
    }
