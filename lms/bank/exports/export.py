"""Exports the questions of a bank in a format, and says first what the format cannot carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from lms.bank import case_order, find
from lms.bank.exports import messages
from lms.bank.models import Bank, Item, ItemVersion
from lms.bank.version_text import question_data
from lms.domain.place import Named
from lms.domain.problem import Problem
from lms.domain.question.difficulty import DIFFICULTIES
from lms.domain.question.use import PRACTICE
from lms.formats.item import Draft
from lms.formats.items import item_formats

STATES = ("draft", "in_review", "approved")
"""Retired items are not exported."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be written, and what the format cannot carry."""

    drafts: list[Draft]
    format_name: str
    losses: list[Problem]

    @property
    def written(self) -> int:
        """How many questions the file has."""
        return count_written(self.drafts, self.losses)

    def write(self) -> bytes:
        """Return the file."""
        return item_formats()[self.format_name].write(self.drafts)


def export_bank(session: Session, slug: str, format_name: str, states: Sequence[str] = STATES) -> Export:
    """Export the newest versions of the bank's questions in these states. Raise Refused if there is no such bank."""
    bank = session.scalar(select(Bank).where(Bank.slug == slug))
    if bank is None:
        known = ", ".join(session.scalars(select(Bank.slug).order_by(Bank.slug)))
        raise messages.bank_not_found(slug, known)
    drafts = [draft for _, draft in drafts_of(session, Item.bank_id == bank.id, Item.state.in_(states))]
    return Export(drafts, format_name, item_formats()[format_name].losses(drafts))


def count_written(drafts: Sequence[Draft], losses: Sequence[Problem]) -> int:
    """Return how many of the questions are in the file. What a format only simplifies is a notice; the others are left out."""
    return len(drafts) - len({problem.where.outermost for problem in losses if not problem.notice})


def drafts_of(session: Session, *which: ColumnElement[bool]) -> list[tuple[int, Draft]]:
    """Return the newest versions of these items, by name; the questions of a case follow their text in its order."""
    rows = session.execute(
        select(Item.id, Item.name, ItemVersion)
        .join(ItemVersion, find.newest_version())
        .where(*which)
        .order_by(
            case((ItemVersion.case == "", Item.name), else_=ItemVersion.case),
            ItemVersion.case != "",
            case_order.CASE_POSITION,
            Item.id,
        )
    )
    return [(id_, draft_of(name, version)) for id_, name, version in rows]


def draft_of(name: str, version: ItemVersion) -> Draft:
    """Return a version as formats write it, without author and reviewer."""
    meta: dict[str, Any] = {
        "competency": version.competency_id,
        "area": version.area,
        "level": str(version.level),
        "difficulty": DIFFICULTIES[version.difficulty].zh if version.difficulty else "",
        "source": version.source,
    }
    more: dict[str, Any] = {
        "checked": version.checked.isoformat() if version.checked else "",
        "expires": version.expires,
        "feedback_en": version.rationale.get("en", ""),
        "case": version.case,
        "enemies": list(version.enemies),
        "use": PRACTICE if version.practice else "",
    }
    return Draft(
        where=Named(name),
        kind=version.kind,
        data=question_data(version.body),
        name=name,
        points=Decimal(version.points).normalize() + 0,
        tags=tuple(version.tags),
        feedback=version.rationale.get("zh", ""),
        meta={key: value for key, value in meta.items() if value},
        more={key: value for key, value in more.items() if value},
    )
