"""Writes questions: a new item, or the next version of one. Versions that exist are never changed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find, messages
from lms.bank.models import Bank, Item, ItemVersion
from lms.bank.version_text import columns_of, content_hash, is_unchanged
from lms.content.items import ItemContent
from lms.domain.access import Actor
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore
from lms.questions import search_text, stimulus_kinds


def create(session: Session, actor: Actor, content: ItemContent, now: datetime) -> Item:
    """Add an item to the bank of its competency, with its first version as a draft. Raise Refused if that fails."""
    insert_or_ignore(session, Bank, slug=content.competency, purpose="exam")
    bank = session.execute(select(Bank).where(Bank.slug == content.competency)).scalar_one()
    if not insert_or_ignore(session, Item, bank_id=bank.id, name=content.name, number=0, state="draft"):
        raise messages.name_taken(content.name)
    item = session.execute(
        select(Item).where(Item.bank_id == bank.id, Item.name == content.name)
    ).scalar_one()
    add_version(session, actor, item, content, now)
    return item


def free_name(session: Session, competency: str) -> str:
    """Return the next free name for a question without a name: writing-0017."""
    count = select(func.count()).select_from(Item).join(Item.bank).where(Bank.slug == competency)
    number = (session.scalar(count) or 0) + 1
    taken = select(Item.id).join(Item.bank).where(Bank.slug == competency)
    while session.scalar(taken.where(Item.name == f"{competency}-{number:04d}")) is not None:
        number += 1
    return f"{competency}-{number:04d}"


def save(
    session: Session, actor: Actor, item_id: int, started_from: int, content: ItemContent, now: datetime
) -> Item:
    """Add the next version of an item, as a draft; the approved one stays in use until this one is approved.

    `started_from` is the version that the author edited: raise Refused if there is a newer one by now.
    """
    item, newest = find.item_and_newest(session, actor, item_id, to_change=True)
    check_is_newest(item, started_from)
    if (content.name, content.competency) != (item.name, newest.competency_id):
        raise messages.name_or_competency_changed(item.name)
    if is_unchanged(newest, content):
        raise messages.nothing_changed()
    if content.case != newest.case:
        item.case_order = None
    add_version(session, actor, item, content, now)
    return item


def add_version(
    session: Session,
    actor: Actor,
    item: Item,
    content: ItemContent,
    now: datetime,
    *,
    same_text: bool = False,
) -> None:
    """Add the item's next version, a draft by the actor. With `same_text` the text of the question has not changed."""
    text = search_text(content.question)
    if not same_text:
        _check_text_is_unique(session, item, text)
    _check_case_exists(session, item, content.case)
    columns = columns_of(content) | {"author": actor.name}
    hash = content_hash(columns)
    item.number += 1
    item.state = "draft"
    session.add(
        ItemVersion(
            item_id=item.id,
            number=item.number,
            hash=hash,
            words=text,
            author_id=actor.id,
            created_at=now,
            **columns,
        )
    )
    session.flush()
    audit.record(
        session,
        "bank.save",
        f"item:{item.id}",
        actor.id,
        now,
        name=item.name,
        number=item.number,
        hash=hash,
    )


def check_is_newest(item: Item, number: int) -> None:
    """Raise Refused unless `number` is the item's newest version: the actor should see the newest one first."""
    if item.number != number:
        raise messages.newer_version(item.number, number)


def _check_case_exists(session: Session, item: Item, case: str) -> None:
    """Raise Refused if the bank has no text of this name: the question could not be asked."""
    if not case:
        return
    query = (
        select(Item.id)
        .join(ItemVersion, find.newest_version())
        .where(Item.bank_id == item.bank_id, Item.name == case, ItemVersion.kind.in_(stimulus_kinds()))
    )
    if session.scalar(query) is None:
        raise messages.case_not_found(case)


def _check_text_is_unique(session: Session, item: Item, text: str) -> None:
    """Raise Refused if another item has this text.

    The same question twice wastes a draw, and one for both practice and exams gives the exam away.
    """
    query = (
        select(Item.name, Bank.purpose)
        .join(ItemVersion, find.newest_version())
        .join(Bank, Bank.id == Item.bank_id)
        .where(ItemVersion.words == text, Item.id != item.id)
        .limit(1)
    )
    duplicate = session.execute(query).first()
    if duplicate is not None:
        raise messages.duplicate_text(duplicate.name, duplicate.purpose == "practice")
