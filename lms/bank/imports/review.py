"""Submit all questions of an import for review at once, and approve those that a reviewer has read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, not_, select, update
from sqlalchemy.orm import Session

from lms.bank import index
from lms.bank.imports import find, messages
from lms.bank.missing import is_complete
from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion, Review
from lms.domain.access import Actor
from lms.platform import audit
from lms.platform.digest import digest

MOST = 50
"""Questions on a page, and so approved at once."""


def submit_all_for_review(
    session: Session, actor: Actor, import_id: int, now: datetime, *, review_required: bool = True
) -> int:
    """Submit every draft whose newest version the import wrote; return how many.

    Where no review is required, exams draw them from now on.
    """
    imported = find.visible_import(session, actor, import_id, to_change=True)
    drafts = select(Item.id).join(ItemVersion, _is_newest()).where(_made_by(imported), Item.state == "draft")
    ids = sorted(session.scalars(drafts))
    if not ids:
        raise messages.nothing_to_review()
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
    """Return how many questions of the import are in each state of an item now."""
    query = (
        select(Item.state, func.count().label("many"))
        .join(ImportRow, ImportRow.item_id == Item.id)
        .where(ImportRow.import_id == imported.id, ImportRow.version_id.is_not(None))
        .group_by(Item.state)
    )
    return {row.state: row.many for row in session.execute(query)}


def count_incomplete(session: Session, imported: ItemImport) -> int:
    """Return how many drafts of the import have no rationale or no source."""
    query = (
        select(func.count())
        .select_from(Item)
        .join(ItemVersion, _is_newest())
        .where(_made_by(imported), Item.state == "draft", not_(is_complete()))
    )
    return session.scalar(query) or 0


def reviewable(
    session: Session, actor: Actor, imported: ItemImport, after: int
) -> tuple[list[tuple[Item, ItemVersion]], int | None]:
    """Return the questions in review that the actor may review, and the key of the next page."""
    query = (
        select(Item, ItemVersion)
        .join(ItemVersion, _is_newest())
        .where(
            _made_by(imported),
            Item.state == "in_review",
            Item.id > after,
            Item.id.not_in(_written_by(actor)),
        )
        .order_by(Item.id)
        .limit(MOST + 1)
    )
    rows = [(item, version) for item, version in session.execute(query)]
    return rows[:MOST], rows[MOST - 1][0].id if len(rows) > MOST else None


def approve_many(
    session: Session, actor: Actor, import_id: int, numbers: Mapping[int, int], now: datetime
) -> int:
    """Approve these items, each in the version that the reviewer read: all of them, or none."""
    imported = find.visible_import(session, actor, import_id)
    if not numbers:
        raise messages.no_question_ticked()
    rows = _lock_reviewable(session, actor, imported, numbers)
    if len(rows) != len(numbers):
        raise messages.selection_changed()
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


def _lock_reviewable(
    session: Session, actor: Actor, imported: ItemImport, numbers: Mapping[int, int]
) -> list[tuple[Item, ItemVersion]]:
    """Lock and return those of these items that the actor may review and that still have this number."""
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
    rows = session.execute(query)
    return [(item, version) for item, version in rows if numbers[item.id] == item.number]


def _is_newest() -> Any:
    return (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.number)


def _made_by(imported: ItemImport) -> Any:
    """Return the condition that the joined version was written by this import."""
    version_ids = select(ImportRow.version_id).where(
        ImportRow.import_id == imported.id, ImportRow.version_id.is_not(None)
    )
    return ItemVersion.id.in_(version_ids)


def _written_by(actor: Actor) -> Any:
    """Return the items of which the actor wrote any version."""
    return select(ItemVersion.item_id).where(ItemVersion.author_id == actor.id)
