"""Takes a question from draft to use and out of use: hand in, approve, give back, retire, bring back."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.models import Item, ItemVersion, Review
from lms.bank.write import refuse_stale
from lms.domain.access import Actor
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.domain.text.typed import clean
from lms.platform import audit

LONGEST_COMMENT = 2_000


def hand_in(
    session: Session, actor: Actor, item_id: int, number: int, now: datetime, *, review_required: bool = True
) -> Item:
    """The draft waits for a reviewer; where no review is required it is the version drawn from now on."""
    item, _ = find.one(session, actor, item_id, to_change=True)
    refuse_stale(item, number)
    _must_be(item, "draft")
    item.state = "in_review"
    unreviewed: dict[str, Any] = {}
    if not review_required:
        item.approved_number, unreviewed = number, {"drawn_unreviewed": True}
    audit.record(session, "bank.hand_in", f"item:{item.id}", actor.id, now, number=number, **unreviewed)
    return item


def approve(session: Session, actor: Actor, item_id: int, number: int, comment: str, now: datetime) -> Item:
    """The version is the one drawn from now on. Never by somebody who wrote any version of the item."""
    said = _bounded(comment)
    item, version = _to_review(session, actor, item_id, number)
    item.state, item.approved_number = "approved", number
    _note(session, actor, version, "approved", said, now)
    audit.record(session, "bank.approve", f"item:{item.id}", actor.id, now, number=number)
    return item


def give_back(session: Session, actor: Actor, item_id: int, number: int, comment: str, now: datetime) -> Item:
    """The version is a draft again, with what the reviewer asks for."""
    why = _said(
        comment, Text("请写明退回的理由，命题人要据此修改", "Say why, so that the author can mend it")
    )
    item, version = _to_review(session, actor, item_id, number)
    item.state = "draft"
    if item.approved_number == number:  # it was drawn unreviewed
        item.approved_number = _approved_last(session, item)
    _note(session, actor, version, "returned", why, now)
    audit.record(session, "bank.give_back", f"item:{item.id}", actor.id, now, number=number, comment=why)
    return item


def retire(session: Session, actor: Actor, item_id: int, reason: str, now: datetime) -> Item:
    """Nothing of the item is drawn any more, until a version is approved again or it is brought back."""
    why = _said(reason, Text("请写明停用的原因，日后查得到", "Say why, so that it can be found later"))
    item, version = find.one(session, actor, item_id, to_change=True)
    if item.state == "retired":
        raise _not_now(item)
    take_out(item)
    _note(session, actor, version, "retired", why, now)
    audit.record(session, "bank.retire", f"item:{item.id}", actor.id, now, number=item.number, reason=why)
    return item


def take_out(item: Item) -> None:
    """Out of use. Without an approved version it stays so while somebody corrects it."""
    item.state, item.approved_number = "retired", None


def bring_back(session: Session, actor: Actor, item_id: int, now: datetime) -> Item:
    """The version that was approved last is drawn again; if the newest is another, that is a draft."""
    item, version = find.one(session, actor, item_id, to_change=True)
    _must_be(item, "retired")
    item.approved_number = _approved_last(session, item)
    item.state = "approved" if item.approved_number == item.number else "draft"
    _note(session, actor, version, "restored", "", now)
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


def _approved_last(session: Session, item: Item) -> int | None:
    return session.scalar(
        select(func.max(ItemVersion.number))
        .join(Review, Review.version_id == ItemVersion.id)
        .where(ItemVersion.item_id == item.id, Review.verdict == "approved")
    )


def wrote(session: Session, actor: Actor, item_id: int) -> bool:
    """Whether the actor wrote any version of the item, and so cannot review it."""
    written = select(ItemVersion.id).where(ItemVersion.item_id == item_id, ItemVersion.author_id == actor.id)
    return session.scalar(written.limit(1)) is not None


def waiting(session: Session, actor: Actor) -> int:
    """How many items wait for a review that the actor may give."""
    own = select(ItemVersion.item_id).where(ItemVersion.author_id == actor.id)
    query = select(func.count()).select_from(Item).where(Item.state == "in_review", Item.id.not_in(own))
    return session.scalar(query) or 0


def _to_review(session: Session, actor: Actor, item_id: int, number: int) -> tuple[Item, ItemVersion]:
    item, version = find.one(session, actor, item_id, to_change=True)
    refuse_stale(item, number)
    _must_be(item, "in_review")
    if wrote(session, actor, item_id):
        raise Refused(
            "bank.own_item",
            Text("您写过这道题，不能审它", "You wrote a version of this question, so you cannot review it"),
            Text("请由另一位审题人审", "Leave it to another reviewer"),
            status=403,
        )
    return item, version


_STATES = {
    "draft": Text("是草稿", "is a draft"),
    "in_review": Text("在审", "is being reviewed"),
    "approved": Text("已批准", "is approved"),
    "retired": Text("已停用", "is out of use"),
}


def _must_be(item: Item, state: str) -> None:
    if item.state != state:
        raise _not_now(item)


def _not_now(item: Item) -> Refused:
    now = _STATES[item.state]
    return Refused(
        "bank.state",
        Text(f"这道题现在{now.zh}，不能这样处理", f"This question {now.en}; this cannot be done with it"),
        Text("请刷新页面，看看现在可以做什么", "Reload the page and see what can be done now"),
        state=item.state,
    )


def _said(words: str, why: Text) -> str:
    text = _bounded(words)
    if not text:
        raise Refused("bank.say_why", Text("没有写理由", "There is no reason given"), why, status=400)
    return text


def _bounded(words: str) -> str:
    text = clean(words)
    if (over := len(text) - LONGEST_COMMENT) > 0:
        what = Text(
            f"最多 {LONGEST_COMMENT} 个字符，现有 {len(text)} 个",
            f"At most {LONGEST_COMMENT} characters are allowed, there are {len(text)}",
        )
        how = Text(f"请删去 {over} 个", f"remove {over}")
        raise Refused("bank.too_long", what, how, 400, problems=[Problem(FieldPath("comment"), what, how)])
    return text


def _note(
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
