"""The question bank: items, their immutable versions, and what reviewers said."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import lms.bank.listing_models  # noqa: F401  (the rest of the room's nouns)
from lms.domain.place import Place
from lms.platform.audit import protect
from lms.platform.db.database import Base
from lms.platform.db.types import BigId, Hundredths, PlaceText, UtcTime


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

    case_order: Mapped[int | None]
    """Where it stands among the questions of its case, once somebody has arranged them."""

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
    difficulty: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """easy, medium or hard, as the author takes it; empty if nobody said."""
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


class ItemImport(Base):
    """A file of questions on its way into the bank: what it was, and how far it is."""

    __tablename__ = "item_import"
    __table_args__ = (
        CheckConstraint(
            "state IN ('reading', 'previewed', 'committing', 'committed', 'undone', 'failed')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    """As it was handed in, for reading only."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of the original file, which is kept; empty while it has not been read."""
    size: Mapped[int]
    form: Mapped[str] = mapped_column(String(20))
    """The format it was read in."""
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"))
    """Of the questions that do not say it, and so their bank."""
    level: Mapped[int]
    """Of the questions that do not say it."""
    source: Mapped[str] = mapped_column(Text, default="")
    """Of the questions that do not say it."""
    by: Mapped[str] = mapped_column(String(120))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The author of what it makes; nobody for the command line."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(12))
    job_id: Mapped[int | None] = mapped_column(BigId)
    """The job that reads or commits it, if it is too large to wait for."""
    problems: Mapped[list[Any]]
    """What is wrong with the file as a whole: [{"where", "what", "how"}]."""
    counts: Mapped[dict[str, Any]]
    """{"added", "changed"} once it is committed; {"retired", "restored", "kept"} once it is undone."""
    committed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When its preview was thrown away; from then on no page knows it."""


class ImportRow(Base):
    """One question of an import: what it is to the bank, what was decided, what became of it."""

    __tablename__ = "item_import_entry"
    __table_args__ = (
        UniqueConstraint("import_id", "position"),
        CheckConstraint("state IN ('new', 'changed', 'same', 'doubtful', 'bad')", name="state"),
        CheckConstraint("choice IN ('', 'add', 'version', 'skip')", name="choice"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("item_import.id"))
    position: Mapped[int]
    """1, 2, 3, … as they stand in the file."""
    place: Mapped[Place] = mapped_column(PlaceText(200))
    state: Mapped[str] = mapped_column(String(12))
    """new; changed: the next version of an item; same: the bank has it; doubtful: much like another; bad:
    cannot be read."""
    choice: Mapped[str] = mapped_column(String(8), default="")
    """What the importer decided: add, version (of the one it is like), skip; empty: as the state says."""
    name: Mapped[str] = mapped_column(String(120), default="")
    draft: Mapped[dict[str, Any] | None]
    """The question and all that the file says of it; none if it cannot be read."""
    text: Mapped[str] = mapped_column(Text, default="")
    """What stands in the file, to be mended on the page."""
    problems: Mapped[list[Any]]
    """What keeps it from being read, or what to look at."""
    competency_id: Mapped[str | None] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(Text)
    """What the importer set for this one."""
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    """The item it changes, repeats or is like; once committed, the item that it made."""
    base_number: Mapped[int | None]
    """The version that item had when this was compared with it."""
    twin: Mapped[int | None]
    """The position of the question of the same file that it repeats or is like."""
    common: Mapped[int | None]
    """How many pieces it has in common with the one it is like…"""
    pieces: Mapped[int | None]
    """… of how many that the two have together."""
    before: Mapped[dict[str, Any] | None]
    """State and numbers of the item before the import changed it."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("item_version.id"), index=True)
    """The version that it made."""


class Fingerprint(Base):
    """What a version is compared by with others, so that near-duplicates are found among many."""

    __tablename__ = "item_fingerprint"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("item_version.id"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """Of the text as it is compared."""
    text: Mapped[str] = mapped_column(Text)
    """Stem and options in the first language, without blanks and punctuation."""


class FingerprintBand(Base):
    """A number that alike versions have in common."""

    __tablename__ = "item_fingerprint_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("item_version.id"), primary_key=True, autoincrement=False
    )
