"""Changes many items at once: fields and tags as new versions, or out of use with a reason; all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from lms.bank import find, review, write
from lms.bank.models import Item, ItemVersion
from lms.bank.version_text import content_of, is_unchanged
from lms.content.items import ItemContent
from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text
from lms.domain.text.typed import clean
from lms.platform import audit
from lms.platform.digest import digest

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """What to change in each of them; what is empty stays."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    """Tags."""
    area: str = ""
    level: int = 0
    source: str = ""
    checked: date | None = None
    expires: str = ""
    difficulty: str = ""

    def of(self, content: ItemContent) -> ItemContent:
        """The content as it would be."""
        tags = tuple(dict.fromkeys([*(t for t in content.tags if t not in self.remove), *self.add]))
        said = {
            "area": self.area,
            "level": self.level,
            "source": self.source,
            "checked": self.checked,
            "expires": self.expires,
            "difficulty": self.difficulty,
        }
        return replace(content, tags=tags, **{name: value for name, value in said.items() if value})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Changed:
    """An item, and its fields that would change: (name, before, after)."""

    id: int
    name: str
    number: int
    fields: tuple[tuple[str, Any, Any], ...]


def preview(session: Session, actor: Actor, ids: Sequence[int], change: Change) -> list[Changed]:
    """What would become of each; those that would stay the same have no fields."""
    found = []
    for item, version in _held(session, actor, ids):
        before = content_of(item, version)
        after = change.of(before)
        names = [
            n
            for n in ("tags", "area", "level", "difficulty", "source", "checked", "expires")
            if getattr(before, n) != getattr(after, n)
        ]
        fields = tuple((name, getattr(before, name), getattr(after, name)) for name in names)
        found.append(Changed(item.id, item.name, item.number, fields))
    return found


def seal(found: Sequence[Changed]) -> str:
    """What was looked at: the same items at the same versions with the same changes."""
    return digest([[one.id, one.number, [list(map(str, field)) for field in one.fields]] for one in found])


def apply(
    session: Session, actor: Actor, ids: Sequence[int], change: Change, seen: str, now: datetime
) -> int:
    """A draft version of every item that changes; how many. Refused if it is not what was previewed."""
    found = preview(session, actor, ids, change)
    if seal(found) != seen:
        raise Refused(
            "bank.bulk_stale",
            Text("预览之后有题目改动过", "Some of the questions have changed since the preview"),
            Text("请重新预览，看过再改", "Look at the preview again, and change them then"),
        )
    changing = {one.id for one in found if one.fields}
    if not changing:
        raise Refused(
            "bank.unchanged",
            Text("没有要改的题", "Nothing would change"),
            Text("请填写要改的项目", "Say what to change"),
            status=400,
        )
    for item, version in _held(session, actor, sorted(changing), to_change=True):
        content = change.of(content_of(item, version))
        assert not is_unchanged(version, content)
        write.add_version(session, actor, item, content, now, same_words=True)
    audit.record(session, "bank.bulk", "bank:items", actor.id, now, items=len(changing), seen=seen)
    return len(changing)


def pull(session: Session, actor: Actor, ids: Sequence[int], reason: str, now: datetime) -> int:
    """All of them out of use, for one reason; how many."""
    held = [item.id for item, _ in _held(session, actor, ids, to_change=True) if item.state != "retired"]
    if not held:
        raise Refused(
            "bank.pull_nothing",
            Text("没有选中在用的题", "None that is in use was chosen"),
            Text("请勾选要停用的题", "Tick the questions to take out of use"),
            status=400,
        )
    for item_id in held:
        review.retire(session, actor, item_id, reason, now)
    audit.record(
        session,
        "bank.pull",
        "bank:items",
        actor.id,
        now,
        items=len(held),
        reason=clean(reason),
        ids=digest(held),
    )
    return len(held)


def versions(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    """Every version of these items, {version id: item id}."""
    rows = session.execute(select(ItemVersion.id, ItemVersion.item_id).where(ItemVersion.item_id.in_(ids)))
    return {row.id: row.item_id for row in rows}


def _held(
    session: Session, actor: Actor, ids: Sequence[int], *, to_change: bool = False
) -> list[tuple[Item, ItemVersion]]:
    if not actor.may(Permission.WRITE_ITEMS) and not actor.may(Permission.REVIEW_ITEMS):
        return []
    if len(ids) > MOST:
        what = Text(
            f"一次最多处理 {MOST} 题，现有 {len(ids)} 题",
            f"At most {MOST} questions are taken at once, there are {len(ids)}",
        )
        raise Refused("bank.too_many", what, Text("请分几次处理", "Do it in several steps"), status=400)
    query = (
        select(Item, ItemVersion)
        .join(Item.bank)
        .join(ItemVersion, find.newest())
        .options(contains_eager(Item.bank))
        .where(Item.id.in_(list(ids)))
        .order_by(Item.id)
    )
    rows = session.execute(query.with_for_update(of=Item) if to_change else query)
    return [(row[0], row[1]) for row in rows]
