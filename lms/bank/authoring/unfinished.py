"""Questions that cannot be asked yet: what their author has typed is kept, for nobody else to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.authoring import messages
from lms.bank.listing_models import UnfinishedQuestion
from lms.bank.messages import item_not_found
from lms.domain.access import Actor, Permission
from lms.domain.question.form_values import Values
from lms.platform import audit

MOST = 100
"""Unfinished questions of one author."""
LONGEST_ID = 2**63


@dataclass(frozen=True, slots=True)
class Typed:
    """What is in the form; `item_id` and `number` say which version is edited, 0 for a new question."""

    kind: str
    competency: str
    fields: Values
    item_id: int = 0
    number: int = 0


def keep(session: Session, actor: Actor, typed: Typed, now: datetime, kept_id: int = 0) -> UnfinishedQuestion:
    """Keep what was typed: as `kept_id`, or instead of what is kept of the same item, or as a new one."""
    if typed.item_id:
        find.item_and_newest(session, actor, typed.item_id, to_change=True)
    kept = get(session, actor, kept_id, to_change=True) if kept_id else of_item(session, actor, typed.item_id)
    if kept is None:
        if count(session, actor) >= MOST:
            raise messages.too_many_unfinished(MOST)
        kept = UnfinishedQuestion(
            by_id=actor.id,
            kind=typed.kind,
            competency_id=typed.competency,
            item_id=typed.item_id or None,
            number=typed.number,
            fields={},
            at=now,
        )
        session.add(kept)
    kept.fields, kept.number, kept.at = dict(typed.fields), typed.number, now
    session.flush()
    audit.record(session, "bank.keep", f"unfinished:{kept.id}", actor.id, now, item=kept.item_id)
    return kept


def get(session: Session, actor: Actor, kept_id: int, *, to_change: bool = False) -> UnfinishedQuestion:
    """Return what the actor has kept. Raise Refused if there is nothing, or it belongs to somebody else."""
    query = select(UnfinishedQuestion).where(
        UnfinishedQuestion.id == kept_id, UnfinishedQuestion.by_id == actor.id
    )
    if to_change:
        query = query.with_for_update()
    may = actor.may(Permission.WRITE_ITEMS) and kept_id < LONGEST_ID
    kept = session.scalars(query).first() if may else None
    if kept is None:
        raise item_not_found()
    return kept


def of_item(session: Session, actor: Actor, item_id: int) -> UnfinishedQuestion | None:
    """Return the actor's unfinished changes of the item, if there are any."""
    query = select(UnfinishedQuestion).where(
        UnfinishedQuestion.item_id == item_id, UnfinishedQuestion.by_id == actor.id
    )
    return session.scalars(query).first() if item_id else None


def all_of(session: Session, actor: Actor) -> Sequence[UnfinishedQuestion]:
    """Return all unfinished questions of the actor, the newest first."""
    query = select(UnfinishedQuestion).where(UnfinishedQuestion.by_id == actor.id)
    return session.scalars(query.order_by(UnfinishedQuestion.at.desc(), UnfinishedQuestion.id.desc())).all()


def count(session: Session, actor: Actor) -> int:
    """Return how many unfinished questions the actor has."""
    query = select(func.count()).select_from(UnfinishedQuestion)
    return session.scalar(query.where(UnfinishedQuestion.by_id == actor.id)) or 0


def finish(session: Session, actor: Actor, kept_id: int, item_id: int, now: datetime) -> None:
    """Forget what was kept, now that it has been saved as a version of the item."""
    session.delete(get(session, actor, kept_id, to_change=True))
    audit.record(session, "bank.finish", f"unfinished:{kept_id}", actor.id, now, item=item_id)


def discard(session: Session, actor: Actor, kept_id: int, now: datetime) -> None:
    """Delete what was kept, without saving it."""
    kept = get(session, actor, kept_id, to_change=True)
    session.delete(kept)
    audit.record(session, "bank.discard", f"unfinished:{kept_id}", actor.id, now, item=kept.item_id)
