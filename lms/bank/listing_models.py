"""Further tables of the bank: what its lists are read from, comments, successors, pictures, unfinished questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.audit import protect
from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime

_SearchTerms = Text().with_variant(TSVECTOR(), "postgresql")


class Listing(Base):
    """An item as lists find it: the data of its newest version in one narrow row, derived from the other tables."""

    __tablename__ = "item_listing"
    __table_args__ = (
        Index("ix_item_listing_changed_at_item_id", "changed_at", "item_id"),
        Index("ix_item_listing_name_item_id", "name", "item_id"),
        Index("ix_item_listing_state_item_id", "state", "item_id"),
    )

    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("item.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12))
    """As pages name it: "returned" is a draft that a reviewer returned, "supplied" in use without a review."""
    number: Mapped[int]
    approved_number: Mapped[int | None]
    practice: Mapped[bool]
    """For practice only: its newest version, or its whole bank."""
    kind: Mapped[str] = mapped_column(String(40))
    competency_id: Mapped[str] = mapped_column(String(120), index=True)
    area: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    difficulty: Mapped[str] = mapped_column(String(8), default="", server_default="")
    case: Mapped[str] = mapped_column("case_name", String(120), index=True)
    author_id: Mapped[int | None] = mapped_column(BigId, index=True)
    """Of the newest version."""
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class ItemSearchText(Base):
    """The search terms of the newest version of an item; on SQLite an FTS5 table indexes them."""

    __tablename__ = "item_words"

    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("item.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(_SearchTerms)
    """From its name, its text and its tags."""
    source: Mapped[str] = mapped_column(_SearchTerms)
    """From its source, and from what would make it wrong."""


INDEX_SQLITE = (
    "CREATE VIRTUAL TABLE item_fts USING fts5(words, source, content='item_words', content_rowid='item_id', "
    "tokenize='ascii')",
)
INDEX_POSTGRES = (
    "CREATE INDEX ix_item_words_words ON item_words USING gin (words)",
    "CREATE INDEX ix_item_words_source ON item_words USING gin (source)",
)


class ItemStatistic(Base):
    """How candidates answered an item, over all its versions, in the sittings that count."""

    __tablename__ = "item_statistic"
    __table_args__ = (
        Index("ix_item_statistic_facility_item_id", "facility", "item_id"),
        Index("ix_item_statistic_discrimination_item_id", "discrimination", "item_id"),
        Index("ix_item_statistic_n_item_id", "n", "item_id"),
    )

    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("item.id"), primary_key=True, autoincrement=False)
    n: Mapped[int]
    """Number of sittings."""
    facility: Mapped[int | None]
    """Mean share of its points, in ten-thousandths."""
    discrimination: Mapped[int | None]
    """Correlation of that share with the share of the other points, in ten-thousandths; None if all are equal."""
    at: Mapped[datetime] = mapped_column(UtcTime)


class ItemInExam(Base):
    """An item that the current version of a published exam may draw; written by lms/exams."""

    __tablename__ = "item_in_exam"

    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("item.id"), primary_key=True, autoincrement=False)
    exam_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)


class ItemComment(Base):
    """A comment on an item; it changes no version. Rows are never changed or deleted."""

    __tablename__ = "item_comment"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    number: Mapped[int]
    """The newest version at that time."""
    person: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Successor(Base):
    """An item that replaces a retired one."""

    __tablename__ = "item_successor"

    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("item.id"), primary_key=True, autoincrement=False)
    """The new one."""
    replaces_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class ItemPicture(Base):
    """A picture that questions may show. Its name is random and reveals nothing."""

    __tablename__ = "item_picture"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    """As Markdown refers to it: 3f9c….png."""
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    """Under which platform.files stores the bytes."""
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class UnfinishedQuestion(Base):
    """What an author has typed of a question that cannot be asked yet; it becomes a version once it can.

    Nobody else sees it. It is changed with every save, and deleted when it is finished or discarded.
    """

    __tablename__ = "unfinished_question"
    __table_args__ = (UniqueConstraint("by_id", "item_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    """The item whose next version it will be; None for a new question."""
    number: Mapped[int] = mapped_column(default=0)
    """The version of that item that is edited; 0 for a new question."""
    fields: Mapped[dict[str, Any]]
    """What was typed, by the names of the form."""
    at: Mapped[datetime] = mapped_column(UtcTime)


protect("item_comment")

for _dialect, _statements in (("sqlite", INDEX_SQLITE), ("postgresql", INDEX_POSTGRES)):
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(Base.metadata.tables["item_words"], "after_create", _ddl.execute_if(dialect=_dialect))
