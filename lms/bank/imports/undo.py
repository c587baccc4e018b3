"""Takes a whole import back, as far as nothing has used it; versions stay, for history is never rewritten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from lms.bank import index, usage
from lms.bank.imports import find
from lms.bank.models import ImportEntry, Item, ItemImport, ItemVersion, Review
from lms.domain.access import Actor, Permission
from lms.domain.problem import Refused, Text
from lms.platform import audit
from lms.platform.db.insert import batched
from lms.platform.digest import digest

_PART = 200
_OWN = ("id", "number", "author", "author_id", "created_at")
_COPIED = tuple(c.key for c in ItemVersion.__mapper__.column_attrs if c.key not in _OWN)


@dataclass(frozen=True, slots=True)
class Stays:
    """An item that the undoing leaves as it is, and why."""

    item_id: int
    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """What undoing will do."""

    retire: list[int]
    """Items that the import added."""
    restore: dict[int, dict[str, Any]]
    """Items that it changed, with what they were before."""
    stays: list[Stays]


def plan(session: Session, actor: Actor, import_id: int, *, to_change: bool = False) -> Plan:
    """What undoing would do now; a handful of queries."""
    imported = find.one(session, actor, import_id, to_change=to_change)
    if imported.state != "committed":
        raise Refused(
            "bank.import_state",
            Text("这次导入没有可撤销的内容", "There is nothing of this import to undo"),
            Text("请刷新页面，看看现在可以做什么", "Reload the page and see what can be done now"),
            state=imported.state,
        )
    rows = _made(session, imported, to_change)
    ids = {row.version_id for row in rows}
    taken, reviewed = usage.reasons_to_keep(session, ids), _approved(session, ids)
    found = Plan([], {}, [])
    for row in rows:
        why = taken.get(row.version_id) or _why(row, reviewed)
        if why is not None:
            found.stays.append(Stays(row.item_id, row.name, why))
        elif row.before is None:
            found.retire.append(row.item_id)
        else:
            found.restore[row.item_id] = row.before
    return found


def _made(session: Session, imported: ItemImport, to_change: bool) -> list[Any]:
    query = (
        select(
            ImportEntry.item_id,
            ImportEntry.version_id,
            ImportEntry.before,
            Item.name,
            Item.state,
            Item.number.label("newest"),
            ItemVersion.number,
        )
        .join(Item, Item.id == ImportEntry.item_id)
        .join(ItemVersion, ItemVersion.id == ImportEntry.version_id)
        .where(ImportEntry.import_id == imported.id)
        .order_by(ImportEntry.position)
    )
    return list(session.execute(query.with_for_update(of=Item) if to_change else query))


def _approved(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Who approved which of these versions."""
    return {
        version_id: reviewer
        for part in batched(sorted(ids), _PART)
        for version_id, reviewer in session.execute(
            select(Review.version_id, Review.reviewer).where(
                Review.version_id.in_(part), Review.verdict == "approved"
            )
        )
    }


def _why(row: Any, approved: dict[int, str]) -> Text | None:
    if row.newest != row.number:
        return Text(f"导入后又有了第 {row.newest} 版", f"has a version {row.newest} by now")
    if row.version_id in approved:
        who = approved[row.version_id]
        return Text(f"已由{who}批准", f"was approved by {who}")
    return Text("已停用", "is out of use already") if row.state == "retired" else None


def undo(session: Session, actor: Actor, import_id: int, now: datetime) -> ItemImport:
    """Added items are retired; changed ones get a version that says what they said before."""
    if not actor.may(Permission.WRITE_ITEMS):
        raise Refused(
            "forbidden",
            Text("撤销导入须有编写试题的权限", "Only those who write questions undo an import"),
            Text("请由教员办理", "Leave it to a trainer"),
            status=403,
        )
    todo = plan(session, actor, import_id, to_change=True)
    imported = find.one(session, actor, import_id, to_change=True)
    _retire(session, actor, imported, todo.retire, now)
    _restore(session, actor, imported, todo.restore, now)
    index.refresh(session, [*todo.retire, *todo.restore])
    imported.state, imported.undone_at = "undone", now
    sums = {"retired": len(todo.retire), "restored": len(todo.restore), "kept": len(todo.stays)}
    imported.counts = {**imported.counts, **sums}
    audit.record(
        session,
        "bank.import_undo",
        f"import:{imported.id}",
        actor.id,
        now,
        "ok",
        **sums,
        items=digest([sorted(todo.retire), sorted(todo.restore)]),
    )
    session.flush()
    return imported


def _retire(session: Session, actor: Actor, imported: ItemImport, ids: list[int], now: datetime) -> None:
    for part in batched(ids, _PART):
        newest = session.execute(
            select(ItemVersion.id)
            .join(Item, (Item.id == ItemVersion.item_id) & (Item.number == ItemVersion.number))
            .where(Item.id.in_(part))
        ).scalars()
        comment = f"导入已撤销（{imported.file_name}）"
        _note(session, actor, newest.all(), "retired", comment, now)
        session.execute(update(Item).where(Item.id.in_(part)).values(state="retired", approved_number=None))


def _restore(
    session: Session, actor: Actor, imported: ItemImport, before: dict[int, dict[str, Any]], now: datetime
) -> None:
    """What was approved is drawn again at once: its words are those that a reviewer approved."""
    for part in batched(sorted(before), _PART):
        old = session.scalars(
            select(ItemVersion)
            .join(Item, Item.id == ItemVersion.item_id)
            .where(Item.id.in_(part), ItemVersion.number == Item.number - 1)
        ).all()
        rows = [
            {name: getattr(version, name) for name in _COPIED}
            | {"number": version.number + 2, "author": actor.name, "author_id": actor.id, "created_at": now}
            for version in old
        ]
        ids = list(session.scalars(insert(ItemVersion).returning(ItemVersion.id), rows))
        comment = f"导入已撤销（{imported.file_name}），恢复为之前一版的内容"
        _note(session, actor, ids, "restored", comment, now)
        session.execute(update(Item), [_as_before(v.item_id, v.number + 2, before[v.item_id]) for v in old])


def _as_before(item_id: int, number: int, before: dict[str, Any]) -> dict[str, Any]:
    approved = before["approved_number"]
    state = before["state"]
    return {
        "id": item_id,
        "number": number,
        "state": state,
        "approved_number": number if state == "approved" else approved,
    }


def _note(
    session: Session, actor: Actor, versions: Collection[int], verdict: str, comment: str, now: datetime
) -> None:
    rows = [
        {
            "version_id": id_,
            "reviewer": actor.name,
            "reviewer_id": actor.id,
            "verdict": verdict,
            "comment": comment,
            "at": now,
        }
        for id_ in versions
    ]
    if rows:
        session.execute(insert(Review), rows)
