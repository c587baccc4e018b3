"""The question bank: items, their immutable versions, and what reviewers said."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.platform.audit import protect
from lms.platform.db import Base
from lms.platform.types import BigId, Hundredths, UtcTime


class Bank(Base):
    """A named set of items."""

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    """A competency's id, or "checks:<course slug>" for the check questions of lessons."""
    purpose: Mapped[str] = mapped_column(String(12), default="exam")
    """exam or practice: what is practised with its key shown is never drawn for an exam."""


class Item(Base):
    """A question through time. State and numbers are all that ever change."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("bank_id", "name"),
        CheckConstraint("state IN ('draft', 'in_review', 'approved', 'retired')", name="state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    """Of the newest version; "retired" takes the whole item out of use."""
    number: Mapped[int]
    """The newest version's number."""
    approved_number: Mapped[int | None]
    """The version that exams draw: the newest approved one. None while the item is out of use, also
    while somebody corrects a retired item."""

    file_hash: Mapped[str] = mapped_column(String(64), default="")
    """Of what content files last said of it; empty for an item made on pages. A file that still says
    the same leaves what trainers changed since alone."""

    bank: Mapped[Bank] = relationship()


class ItemVersion(Base):
    """What a question says, its key and where it stands. Rows are never changed or deleted, so history cannot be."""

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    body: Mapped[dict[str, Any]]
    """As lms.questions.dump_question gives it: {"kind", "body", "translations"}."""
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"), index=True)
    area: Mapped[str] = mapped_column(String(80), default="")
    level: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Hundredths)
    source: Mapped[str] = mapped_column(Text, default="")
    checked: Mapped[date | None]
    """The day somebody last compared it with its source."""
    expires: Mapped[str] = mapped_column(Text, default="")
    """What change of law would make it wrong."""
    rationale: Mapped[dict[str, Any]]
    """Why the key is right, by language."""
    tags: Mapped[list[Any]]
    case: Mapped[str] = mapped_column("case_name", String(120), default="", server_default="")
    """The name, in the same bank, of the text that it is about; empty for a question by itself."""
    enemies: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Names of groups: two items that share one never stand in one paper."""
    words: Mapped[str] = mapped_column(Text)
    """All its text, for search."""
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical content."""
    author: Mapped[str] = mapped_column(String(120))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    item: Mapped[Item] = relationship()


class Review(Base):
    """What a reviewer decided about one version. Rows are never changed or deleted."""

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    reviewer: Mapped[str] = mapped_column(String(120))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[str] = mapped_column(String(12))
    """approved, returned, retired or restored."""
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcTime)


protect("item_version")
protect("review")
