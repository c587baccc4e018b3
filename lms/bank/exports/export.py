"""Takes the questions of a bank out in a format, and says first what the format cannot carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from lms.bank import case_order, find
from lms.bank.models import Bank, Item, ItemVersion
from lms.bank.version_text import data_of
from lms.domain.place import Named
from lms.domain.problem import Problem, Refused, Text
from lms.domain.question.difficulty import DIFFICULTIES
from lms.formats.item import Draft
from lms.formats.items import item_formats

STATES = ("draft", "in_review", "approved")
"""What is out of use stays in the bank."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be written, and what will not be in it."""

    drafts: list[Draft]
    form: str
    losses: list[Problem]

    def write(self) -> bytes:
        """The file."""
        return item_formats()[self.form].write(self.drafts)


def export(session: Session, slug: str, form: str, states: Sequence[str] = STATES) -> Export:
    """The newest version of every question of the bank that is in one of these states."""
    bank = session.scalar(select(Bank).where(Bank.slug == slug))
    if bank is None:
        known = ", ".join(session.scalars(select(Bank.slug).order_by(Bank.slug)))
        raise Refused(
            "bank.unknown",
            Text(f"没有题库 {slug}", f"There is no bank {slug}"),
            Text(f"现有：{known}", f"There are: {known}"),
            status=404,
        )
    drafts = [draft for _, draft in drafts_of(session, Item.bank_id == bank.id, Item.state.in_(states))]
    return Export(drafts, form, item_formats()[form].losses(drafts))


def drafts_of(session: Session, *which: ColumnElement[bool]) -> list[tuple[int, Draft]]:
    """The newest versions of these items, by name; the questions of a case follow their text, in their order."""
    rows = session.execute(
        select(Item.id, Item.name, ItemVersion)
        .join(ItemVersion, find.newest())
        .where(*which)
        .order_by(
            case((ItemVersion.case == "", Item.name), else_=ItemVersion.case),
            ItemVersion.case != "",
            case_order.PLACE,
            Item.id,
        )
    )
    return [(id_, draft_of(name, version)) for id_, name, version in rows]


def draft_of(name: str, version: ItemVersion) -> Draft:
    """A version as formats write it; author and reviewer are the bank's own affair."""
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
    }
    return Draft(
        where=Named(name),
        kind=version.kind,
        data=data_of(version.body),
        name=name,
        points=Decimal(version.points).normalize() + 0,
        tags=tuple(version.tags),
        feedback=version.rationale.get("zh", ""),
        meta={key: value for key, value in meta.items() if value},
        more={key: value for key, value in more.items() if value},
    )
