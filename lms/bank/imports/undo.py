"""Undo a whole import as far as it is unused. Versions are kept: history is never rewritten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from lms.bank import index, usage
from lms.bank.imports import find, messages
from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion, Review
from lms.domain.access import Actor, Permission
from lms.domain.problem import Text
from lms.platform import audit
from lms.platform.db.insert import batched
from lms.platform.digest import digest

_BATCH = 200
_OWN = ("id", "number", "author", "author_id", "created_at")
_COPIED = tuple(c.key for c in ItemVersion.__mapper__.column_attrs if c.key not in _OWN)


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item that undoing does not change, and why."""

    item_id: int
    name: str
    reason: Text


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing would do."""

    retire: list[int]
    """Items that the import added, by id."""
    restore: dict[int, dict[str, Any]]
    """Items that the import changed, with their state and numbers before."""
    keep: list[KeptItem]


def plan_undo(session: Session, actor: Actor, import_id: int, *, to_change: bool = False) -> UndoPlan:
    """Return what undoing would do now, with a handful of queries. Raise Refused if nothing was committed."""
    imported = find.visible_import(session, actor, import_id, to_change=to_change)
    if imported.state != "committed":
        raise messages.nothing_to_undo(imported.state)
    rows = _imported_versions(session, imported, to_change)
    ids = {row.version_id for row in rows}
    usage_reasons, approvers = usage.reasons_to_keep(session, ids), _approvers(session, ids)
    plan = UndoPlan([], {}, [])
    for row in rows:
        reason = usage_reasons.get(row.version_id) or _reason_to_keep(row, approvers)
        if reason is not None:
            plan.keep.append(KeptItem(row.item_id, row.name, reason))
        elif row.before is None:
            plan.retire.append(row.item_id)
        else:
            plan.restore[row.item_id] = row.before
    return plan


def _imported_versions(session: Session, imported: ItemImport, to_change: bool) -> list[Any]:
    query = (
        select(
            ImportRow.item_id,
            ImportRow.version_id,
            ImportRow.before,
            Item.name,
            Item.state,
            Item.number.label("newest"),
            ItemVersion.number,
        )
        .join(Item, Item.id == ImportRow.item_id)
        .join(ItemVersion, ItemVersion.id == ImportRow.version_id)
        .where(ImportRow.import_id == imported.id)
        .order_by(ImportRow.position)
    )
    return list(session.execute(query.with_for_update(of=Item) if to_change else query))


def _approvers(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the reviewer who approved each of these versions, by version."""
    return {
        version_id: reviewer
        for batch in batched(sorted(ids), _BATCH)
        for version_id, reviewer in session.execute(
            select(Review.version_id, Review.reviewer).where(
                Review.version_id.in_(batch), Review.verdict == "approved"
            )
        )
    }


def _reason_to_keep(row: Any, approvers: dict[int, str]) -> Text | None:
    if row.newest != row.number:
        return messages.has_newer_version(row.newest)
    if row.version_id in approvers:
        return messages.was_approved_by(approvers[row.version_id])
    return messages.IS_RETIRED if row.state == "retired" else None


def undo_import(session: Session, actor: Actor, import_id: int, now: datetime) -> ItemImport:
    """Retire the items that were added; give those that were changed a version with their content before."""
    if not actor.may(Permission.WRITE_ITEMS):
        raise messages.may_not_undo()
    plan = plan_undo(session, actor, import_id, to_change=True)
    imported = find.visible_import(session, actor, import_id, to_change=True)
    _retire(session, actor, imported, plan.retire, now)
    _restore(session, actor, imported, plan.restore, now)
    index.refresh(session, [*plan.retire, *plan.restore])
    imported.state, imported.undone_at = "undone", now
    counts = {"retired": len(plan.retire), "restored": len(plan.restore), "kept": len(plan.keep)}
    imported.counts = {**imported.counts, **counts}
    audit.record(
        session,
        "bank.import_undo",
        f"import:{imported.id}",
        actor.id,
        now,
        "ok",
        **counts,
        items=digest([sorted(plan.retire), sorted(plan.restore)]),
    )
    session.flush()
    return imported


def _retire(session: Session, actor: Actor, imported: ItemImport, ids: list[int], now: datetime) -> None:
    for batch in batched(ids, _BATCH):
        newest_ids = session.execute(
            select(ItemVersion.id)
            .join(Item, (Item.id == ItemVersion.item_id) & (Item.number == ItemVersion.number))
            .where(Item.id.in_(batch))
        ).scalars()
        comment = f"导入已撤销（{imported.file_name}）"
        _add_reviews(session, actor, newest_ids.all(), "retired", comment, now)
        session.execute(update(Item).where(Item.id.in_(batch)).values(state="retired", approved_number=None))


def _restore(
    session: Session, actor: Actor, imported: ItemImport, before: dict[int, dict[str, Any]], now: datetime
) -> None:
    """Restore the content before; what was approved is drawn at once, since a reviewer approved this content."""
    for batch in batched(sorted(before), _BATCH):
        previous = session.scalars(
            select(ItemVersion)
            .join(Item, Item.id == ItemVersion.item_id)
            .where(Item.id.in_(batch), ItemVersion.number == Item.number - 1)
        ).all()
        rows = [
            {name: getattr(version, name) for name in _COPIED}
            | {"number": version.number + 2, "author": actor.name, "author_id": actor.id, "created_at": now}
            for version in previous
        ]
        ids = list(session.scalars(insert(ItemVersion).returning(ItemVersion.id), rows))
        comment = f"导入已撤销（{imported.file_name}），恢复为之前一版的内容"
        _add_reviews(session, actor, ids, "restored", comment, now)
        session.execute(
            update(Item), [_as_before(v.item_id, v.number + 2, before[v.item_id]) for v in previous]
        )


def _as_before(item_id: int, number: int, before: dict[str, Any]) -> dict[str, Any]:
    approved = before["approved_number"]
    state = before["state"]
    return {
        "id": item_id,
        "number": number,
        "state": state,
        "approved_number": number if state == "approved" else approved,
    }


def _add_reviews(
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
