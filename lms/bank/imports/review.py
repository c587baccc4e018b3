"""Hands in all questions of an import at once, and approves those of them that a reviewer has read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from lms.bank import index
from lms.bank.imports import find
from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion, Review
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.platform import audit
from lms.platform.digest import digest

MOST = 50
"""Questions on a page, and so approved at once."""


def submit_all_for_review(
    session: Session, actor: Actor, import_id: int, now: datetime, *, review_required: bool = True
) -> int:
    """Every draft whose newest version the import made waits for a reviewer; how many.

    Where no review is required they are drawn from now on.
    """
    imported = find.visible_import(session, actor, import_id, to_change=True)
    drafts = select(Item.id).join(ItemVersion, _is_newest()).where(_made_by(imported), Item.state == "draft")
    ids = sorted(session.scalars(drafts))
    if not ids:
        raise Refused(
            "bank.import_nothing",
            Text("没有要送审的题", "There is nothing to hand in"),
            Text("请刷新页面，看看各题现在的状态", "Reload the page and see how the questions stand"),
        )
    drawn: dict[str, Any] = {} if review_required else {"approved_number": Item.number}
    unreviewed: dict[str, Any] = {} if review_required else {"drawn_unreviewed": True}
    session.execute(update(Item).where(Item.id.in_(drafts)).values(state="in_review", **drawn))
    index.refresh(session, ids)
    audit.record(
        session,
        "bank.import_hand_in",
        f"import:{imported.id}",
        actor.id,
        now,
        items=len(ids),
        ids=digest(ids),
        **unreviewed,
    )
    return len(ids)


def count_by_state(session: Session, imported: ItemImport) -> dict[str, int]:
    """How many of its questions are in which state now, by the state of their items."""
    query = (
        select(Item.state, func.count().label("many"))
        .join(ImportRow, ImportRow.item_id == Item.id)
        .where(ImportRow.import_id == imported.id, ImportRow.version_id.is_not(None))
        .group_by(Item.state)
    )
    return {row.state: row.many for row in session.execute(query)}


def reviewable(
    session: Session, actor: Actor, imported: ItemImport, after: int
) -> tuple[list[tuple[Item, ItemVersion]], int | None]:
    """Its questions that wait for a review that the actor may give, and the key of the next page."""
    query = (
        select(Item, ItemVersion)
        .join(ItemVersion, _is_newest())
        .where(
            _made_by(imported), Item.state == "in_review", Item.id > after, Item.id.not_in(_written_by(actor))
        )
        .order_by(Item.id)
        .limit(MOST + 1)
    )
    rows = [(item, version) for item, version in session.execute(query)]
    return rows[:MOST], rows[MOST - 1][0].id if len(rows) > MOST else None


def approve_many(
    session: Session, actor: Actor, import_id: int, numbers: Mapping[int, int], now: datetime
) -> int:
    """Approves these items, each in the version that the reviewer saw: all of them, or none."""
    imported = find.visible_import(session, actor, import_id)
    query = (
        select(Item, ItemVersion)
        .join(ItemVersion, _is_newest())
        .where(
            _made_by(imported),
            Item.state == "in_review",
            Item.id.in_(list(numbers)[: MOST + 1]),
            Item.id.not_in(_written_by(actor)),
        )
        .order_by(Item.id)
        .with_for_update(of=Item)
    )
    rows = [(i, v) for i, v in session.execute(query) if numbers[i.id] == i.number]
    if not numbers or len(rows) != len(numbers):
        raise _changed() if numbers else _none()
    reviews: list[dict[str, Any]] = []
    for item, version in rows:
        item.state, item.approved_number = "approved", item.number
        reviews.append(
            {
                "version_id": version.id,
                "reviewer": actor.name,
                "reviewer_id": actor.id,
                "verdict": "approved",
                "comment": "",
                "at": now,
            }
        )
        audit.record(session, "bank.approve", f"item:{item.id}", actor.id, now, number=item.number)
    session.execute(insert(Review), reviews)
    session.flush()
    return len(rows)


def _is_newest() -> Any:
    return (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number)


def _made_by(imported: ItemImport) -> Any:
    """The joined version is one that this import made."""
    made = select(ImportRow.version_id).where(
        ImportRow.import_id == imported.id, ImportRow.version_id.is_not(None)
    )
    return ItemVersion.id.in_(made)


def _written_by(actor: Actor) -> Any:
    """Items of which the actor wrote any version."""
    return select(ItemVersion.item_id).where(ItemVersion.author_id == actor.id)


def _changed() -> Refused:
    return Refused(
        "bank.import_review",
        Text(
            "勾选的题里有的已被修改、审过，或是您写的；都没有批准",
            "Some of these were changed or reviewed meanwhile, or are yours; none was approved",
        ),
        Text("请刷新页面，看过后再勾选", "Reload the page, look, and tick them again"),
    )


def _none() -> Refused:
    return Refused(
        "bank.import_review",
        Text("没有勾选题目", "No question is ticked"),
        Text("请逐题看过，在要批准的题前打勾", "Read the questions and tick those to approve"),
        status=400,
    )
