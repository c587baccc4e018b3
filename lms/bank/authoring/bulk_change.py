"""Changes many items at once: new fields and tags as new versions, or retired for a reason; all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from lms.bank import find, review, write
from lms.bank.authoring import messages
from lms.bank.models import Item, ItemVersion
from lms.bank.version_text import content_of, is_unchanged
from lms.content.items import ItemContent
from lms.domain.access import Actor, Permission
from lms.domain.text.typed import clean
from lms.platform import audit
from lms.platform.digest import digest

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """What to change in each item; empty fields stay as they are."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    """Tags."""
    area: str = ""
    level: int = 0
    source: str = ""
    checked: date | None = None
    expires: str = ""
    difficulty: str = ""
    practice: bool | None = None

    def apply_to(self, content: ItemContent) -> ItemContent:
        """Return the content with the change."""
        tags = tuple(dict.fromkeys([*(t for t in content.tags if t not in self.remove), *self.add]))
        return replace(
            content,
            tags=tags,
            area=self.area or content.area,
            level=self.level or content.level,
            source=self.source or content.source,
            checked=self.checked or content.checked,
            expires=self.expires or content.expires,
            difficulty=self.difficulty or content.difficulty,
            practice=content.practice if self.practice is None else self.practice,
        )


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item, and its fields that would change: (name, before, after)."""

    id: int
    name: str
    number: int
    fields: tuple[tuple[str, Any, Any], ...]


def preview(session: Session, actor: Actor, ids: Sequence[int], change: Change) -> list[ItemChange]:
    """Return how each item would change; items that would not change have no fields."""
    changes = []
    for item, version in _find_items(session, actor, ids):
        before = content_of(item, version)
        after = change.apply_to(before)
        names = [
            n
            for n in ("tags", "area", "level", "difficulty", "practice", "source", "checked", "expires")
            if getattr(before, n) != getattr(after, n)
        ]
        fields = tuple((name, getattr(before, name), getattr(after, name)) for name in names)
        changes.append(ItemChange(item.id, item.name, item.number, fields))
    return changes


def preview_digest(changes: Sequence[ItemChange]) -> str:
    """Return the digest of a preview: the same items at the same versions with the same changes."""
    return digest(
        [[change.id, change.number, [list(map(str, field)) for field in change.fields]] for change in changes]
    )


def apply(
    session: Session, actor: Actor, ids: Sequence[int], change: Change, seen: str, now: datetime
) -> int:
    """Add a draft version to every item that changes; return how many there are.

    `seen` is the digest of the preview: raise Refused if the changes would differ from it, or if nothing changes.
    """
    previewed = preview(session, actor, ids, change)
    if preview_digest(previewed) != seen:
        raise messages.changed_since_preview()
    changing = {item.id for item in previewed if item.fields}
    if not changing:
        raise messages.no_changes()
    for item, version in _find_items(session, actor, sorted(changing), to_change=True):
        content = change.apply_to(content_of(item, version))
        assert not is_unchanged(version, content)
        write.add_version(session, actor, item, content, now, same_text=True)
    audit.record(session, "bank.bulk", "bank:items", actor.id, now, items=len(changing), seen=seen)
    return len(changing)


def retire_items(session: Session, actor: Actor, ids: Sequence[int], reason: str, now: datetime) -> int:
    """Retire all of them for one reason; return how many there are. Raise Refused if none is in use."""
    retiring = [
        item.id for item, _ in _find_items(session, actor, ids, to_change=True) if item.state != "retired"
    ]
    if not retiring:
        raise messages.nothing_to_retire()
    for item_id in retiring:
        review.retire(session, actor, item_id, reason, now)
    audit.record(
        session,
        "bank.pull",
        "bank:items",
        actor.id,
        now,
        items=len(retiring),
        reason=clean(reason),
        ids=digest(retiring),
    )
    return len(retiring)


def versions_of(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    """Return every version of these items: {version id: item id}."""
    rows = session.execute(select(ItemVersion.id, ItemVersion.item_id).where(ItemVersion.item_id.in_(ids)))
    return {row.id: row.item_id for row in rows}


def _find_items(
    session: Session, actor: Actor, ids: Sequence[int], *, to_change: bool = False
) -> list[tuple[Item, ItemVersion]]:
    if not actor.may(Permission.WRITE_ITEMS) and not actor.may(Permission.REVIEW_ITEMS):
        return []
    if len(ids) > MOST:
        raise messages.too_many_items(len(ids), MOST)
    query = (
        select(Item, ItemVersion)
        .join(Item.bank)
        .join(ItemVersion, find.newest_version())
        .options(contains_eager(Item.bank))
        .where(Item.id.in_(list(ids)))
        .order_by(Item.id)
    )
    rows = session.execute(query.with_for_update(of=Item) if to_change else query)
    return [(row[0], row[1]) for row in rows]
