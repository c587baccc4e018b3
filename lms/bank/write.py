"""Writes a question: a new item, or the next version of one; what was written before stays as it was."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.models import Bank, Item, ItemVersion
from lms.bank.version_text import columns_of, fingerprint, is_unchanged
from lms.content.items import ItemContent
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore
from lms.questions import search_text, stimulus_kinds


def create(session: Session, actor: Actor, content: ItemContent, now: datetime) -> Item:
    """A new item in the bank of its competency, with its first version as a draft."""
    insert_or_ignore(session, Bank, slug=content.competency, purpose="exam")
    bank = session.execute(select(Bank).where(Bank.slug == content.competency)).scalar_one()
    if not insert_or_ignore(session, Item, bank_id=bank.id, name=content.name, number=0, state="draft"):
        raise Refused(
            "bank.name_taken",
            Text(f"题名 {content.name} 已被占用", f"The name {content.name} is taken"),
            Text("请换一个题名", "Give it another name"),
            name=content.name,
        )
    item = session.execute(
        select(Item).where(Item.bank_id == bank.id, Item.name == content.name)
    ).scalar_one()
    add_version(session, actor, item, content, now)
    return item


def free_name(session: Session, competency: str) -> str:
    """The next name of a question that nobody named: writing-0017."""
    held = select(func.count()).select_from(Item).join(Item.bank).where(Bank.slug == competency)
    number = (session.scalar(held) or 0) + 1
    taken = select(Item.id).join(Item.bank).where(Bank.slug == competency)
    while session.scalar(taken.where(Item.name == f"{competency}-{number:04d}")) is not None:
        number += 1
    return f"{competency}-{number:04d}"


def save(
    session: Session, actor: Actor, item_id: int, started_from: int, content: ItemContent, now: datetime
) -> Item:
    """The next version of an item, as a draft; the approved one stays in use until this one is approved.

    `started_from` is the version the author began with: nobody writes over what they have not seen.
    """
    item, newest = find.one(session, actor, item_id, to_change=True)
    refuse_stale(item, started_from)
    if (content.name, content.competency) != (item.name, newest.competency_id):
        raise Refused(
            "bank.renamed",
            Text("题名和所属能力不能改", "The name and the competency of a question cannot change"),
            Text(
                f"请改回 {item.name}，或另建一题", f"Change it back to {item.name}, or make another question"
            ),
            status=400,
        )
    if is_unchanged(newest, content):
        raise Refused(
            "bank.unchanged",
            Text("没有改动，没有存成新版本", "Nothing was changed, so there is no new version"),
            Text("请修改后再保存", "Change something and save again"),
            status=400,
        )
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
    same_words: bool = False,
) -> None:
    """The item's next version, a draft by the actor; with `same_words` only what is said about it changed."""
    text = search_text(content.question)
    if not same_words:
        _refuse_twin(session, item, text)
    _refuse_lost_case(session, item, content.case)
    kept = columns_of(content) | {"author": actor.name}
    hash = fingerprint(kept)
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
            **kept,
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


def refuse_stale(item: Item, number: int) -> None:
    """Whoever acts on a version that is not the newest any more should see the newest first."""
    if item.number == number:
        return
    raise Refused(
        "bank.stale",
        Text(
            f"这道题已有第 {item.number} 版，您看的是第 {number} 版",
            f"There is a version {item.number} of this question by now; you were looking at version {number}",
        ),
        Text("请先看新版改了什么，再决定", "See what the new version changed before you decide"),
        number=item.number,
    )


def _refuse_lost_case(session: Session, item: Item, case: str) -> None:
    """A question about a text that the bank does not hold could not be asked."""
    if not case:
        return
    query = (
        select(Item.id)
        .join(ItemVersion, find.newest())
        .where(Item.bank_id == item.bank_id, Item.name == case, ItemVersion.kind.in_(stimulus_kinds()))
    )
    if session.scalar(query) is None:
        raise Refused(
            "bank.no_case",
            Text(f"本题库没有材料 {case}", f"There is no text to read named {case} in this bank"),
            Text("请先写好这份材料，或去掉材料的题名", "Write the text first, or take its name away"),
            status=400,
            name=case,
        )  # fmt: skip


def _refuse_twin(session: Session, item: Item, text: str) -> None:
    """The same question twice wastes a draw; in practice and exam at once it gives the exam away."""
    query = (
        select(Item.name, Bank.purpose)
        .join(ItemVersion, find.newest())
        .join(Bank, Bank.id == Item.bank_id)
        .where(ItemVersion.words == text, Item.id != item.id)
        .limit(1)
    )
    twin = session.execute(query).first()
    if twin is not None:
        where = (
            Text("练习题", "practice question") if twin.purpose == "practice" else Text("题目", "question")
        )
        raise Refused(
            "bank.twin",
            Text(
                f"与{where.zh} {twin.name} 的文字完全相同", f"The {where.en} {twin.name} has the same words"
            ),
            Text("请改写，或直接修改那一道", "Write it differently, or edit that one"),
            name=twin.name,
        )
