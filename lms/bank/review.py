"""The life of a question: submit a draft for review, approve it or return it, retire and restore the question."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find, messages
from lms.bank.missing import listed, missing_of
from lms.bank.models import Item, ItemVersion, Review
from lms.bank.write import check_is_newest
from lms.domain.access import Actor
from lms.domain.text.typed import clean
from lms.platform import audit

LONGEST_COMMENT = 2_000


def submit_for_review(
    session: Session, actor: Actor, item_id: int, number: int, now: datetime, *, review_required: bool = True
) -> Item:
    """Submit the draft for review. If no review is required, exams draw this version at once.

    Raise Refused while it lacks anything: what is incomplete is never drawn.
    """
    item, version = find.item_and_newest(session, actor, item_id, to_change=True)
    check_is_newest(item, number)
    _check_state(item, "draft")
    _check_complete(version)
    item.state = "in_review"
    unreviewed: dict[str, Any] = {}
    if not review_required:
        item.approved_number, unreviewed = number, {"drawn_unreviewed": True}
    audit.record(session, "bank.hand_in", f"item:{item.id}", actor.id, now, number=number, **unreviewed)
    return item


def approve(session: Session, actor: Actor, item_id: int, number: int, comment: str, now: datetime) -> Item:
    """Approve the version, which exams then draw. Raise Refused for an author of any version of the item."""
    checked = _checked_comment(comment)
    item, version = _find_for_review(session, actor, item_id, number)
    _check_complete(version)
    item.state, item.approved_number = "approved", number
    _record_review(session, actor, version, "approved", checked, now)
    audit.record(session, "bank.approve", f"item:{item.id}", actor.id, now, number=number)
    return item


def return_to_author(
    session: Session, actor: Actor, item_id: int, number: int, comment: str, now: datetime
) -> Item:
    """Make the version a draft again, with the reviewer's comment. Raise Refused without a comment."""
    reason = _checked_comment(comment)
    if not reason:
        raise messages.no_reason_to_return()
    item, version = _find_for_review(session, actor, item_id, number)
    item.state = "draft"
    if item.approved_number == number:  # it was drawn unreviewed
        item.approved_number = _last_approved_number(session, item)
    _record_review(session, actor, version, "returned", reason, now)
    audit.record(session, "bank.give_back", f"item:{item.id}", actor.id, now, number=number, comment=reason)
    return item


def retire(session: Session, actor: Actor, item_id: int, reason: str, now: datetime) -> Item:
    """Retire the item: no version is drawn until one is approved or the item is restored. A reason is required."""
    checked = _checked_comment(reason)
    if not checked:
        raise messages.no_reason_to_retire()
    item, version = find.item_and_newest(session, actor, item_id, to_change=True)
    if item.state == "retired":
        raise messages.wrong_state(item.state)
    mark_retired(item)
    _record_review(session, actor, version, "retired", checked, now)
    audit.record(session, "bank.retire", f"item:{item.id}", actor.id, now, number=item.number, reason=checked)
    return item


def mark_retired(item: Item) -> None:
    """Set the item to retired. It has no approved version, so it stays out of use while somebody edits it."""
    item.state, item.approved_number = "retired", None


def restore(session: Session, actor: Actor, item_id: int, now: datetime) -> Item:
    """Restore the version that was approved last; if the newest is another one, that is a draft."""
    item, version = find.item_and_newest(session, actor, item_id, to_change=True)
    _check_state(item, "retired")
    item.approved_number = _last_approved_number(session, item)
    item.state = "approved" if item.approved_number == item.number else "draft"
    _record_review(session, actor, version, "restored", "", now)
    audit.record(
        session,
        "bank.bring_back",
        f"item:{item.id}",
        actor.id,
        now,
        number=item.number,
        approved_number=item.approved_number,
    )
    return item


def _last_approved_number(session: Session, item: Item) -> int | None:
    return session.scalar(
        select(func.max(ItemVersion.number))
        .join(Review, Review.version_id == ItemVersion.id)
        .where(ItemVersion.item_id == item.id, Review.verdict == "approved")
    )


def has_written(session: Session, actor: Actor, item_id: int) -> bool:
    """Return whether the actor wrote any version of the item, and so cannot review it."""
    written = select(ItemVersion.id).where(ItemVersion.item_id == item_id, ItemVersion.author_id == actor.id)
    return session.scalar(written.limit(1)) is not None


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many items wait for a review that the actor may do."""
    own = select(ItemVersion.item_id).where(ItemVersion.author_id == actor.id)
    query = select(func.count()).select_from(Item).where(Item.state == "in_review", Item.id.not_in(own))
    return session.scalar(query) or 0


def _find_for_review(session: Session, actor: Actor, item_id: int, number: int) -> tuple[Item, ItemVersion]:
    item, version = find.item_and_newest(session, actor, item_id, to_change=True)
    check_is_newest(item, number)
    _check_state(item, "in_review")
    if has_written(session, actor, item_id):
        raise messages.own_item()
    return item, version


def _check_state(item: Item, state: str) -> None:
    if item.state != state:
        raise messages.wrong_state(item.state)


def _check_complete(version: ItemVersion) -> None:
    if missing := missing_of(version.kind, version.source, version.rationale):
        raise messages.incomplete(listed(missing))


def _checked_comment(typed: str) -> str:
    comment = clean(typed)
    if len(comment) > LONGEST_COMMENT:
        raise messages.comment_too_long(len(comment), LONGEST_COMMENT)
    return comment


def _record_review(
    session: Session, actor: Actor, version: ItemVersion, verdict: str, comment: str, now: datetime
) -> None:
    session.add(
        Review(
            version_id=version.id,
            reviewer=actor.name,
            reviewer_id=actor.id,
            verdict=verdict,
            comment=comment,
            at=now,
        )
    )
    session.flush()
