"""Tables of the question bank: items, their immutable versions, reviews, imports and fingerprints."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

import lms.bank.listing_models  # noqa: F401  (the other tables of the package)
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
    """exam or practice: all of a practice bank is for practice only, as check questions show their key."""


class Item(Base):
    """A question with its versions. Only its state and numbers ever change."""

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
    """The version that exams draw: the newest approved one. None while the item is not in use, also
    while a retired item is edited."""

    file_hash: Mapped[str] = mapped_column(String(64), default="")
    """Hash of what content files last said of it; empty for an item written on pages. A file that has not
    changed does not undo what trainers changed since."""

    case_order: Mapped[int | None]
    """Its position among the questions of its case, once they have been ordered."""

    bank: Mapped[Bank] = relationship()


class ItemVersion(Base):
    """A version of a question: its text, key and tags. Rows are never changed or deleted."""

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    body: Mapped[dict[str, Any]]
    """As lms.questions.dump_question returns it: {"kind", "body", "translations"}."""
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"), index=True)
    area: Mapped[str] = mapped_column(String(80), default="")
    level: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Hundredths)
    source: Mapped[str] = mapped_column(Text, default="")
    checked: Mapped[date | None]
    """The day on which it was last compared with its source."""
    expires: Mapped[str] = mapped_column(Text, default="")
    """What change of law would make it wrong."""
    rationale: Mapped[dict[str, Any]]
    """Why the key is right, by language."""
    tags: Mapped[list[Any]]
    case: Mapped[str] = mapped_column("case_name", String(120), default="", server_default="")
    """The name, in the same bank, of the text that it is about; empty for a question without one."""
    enemies: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Names of groups: two items of one group are never on the same form."""
    difficulty: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """easy, medium or hard, as the author judges it; empty if not given."""
    practice: Mapped[bool] = mapped_column(default=False, server_default=false(), index=True)
    """For practice only: exams neither draw it nor name it, and published ones no longer serve its item."""
    words: Mapped[str] = mapped_column(Text)
    """All its text, for search."""
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical content."""
    author: Mapped[str] = mapped_column(String(120))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    item: Mapped[Item] = relationship()


APPROVED, SUPPLIED = IN_USE = ("approved", "supplied")
"""Verdicts that put a version in use: a reviewer approved it; or a file that names no reviewer supplied it."""


class Review(Base):
    """A reviewer's decision about one version, or that a file supplied it without one. Rows are never changed or deleted."""

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    reviewer: Mapped[str] = mapped_column(String(120))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[str] = mapped_column(String(12))
    """approved, supplied, returned, retired or restored."""
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcTime)


protect("item_version")
protect("review")


class ItemImport(Base):
    """A file of questions that is imported: what it is, and how far the import is."""

    __tablename__ = "item_import"
    __table_args__ = (
        CheckConstraint(
            "state IN ('reading', 'previewed', 'committing', 'committed', 'undone', 'failed')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    """As it was uploaded, for display only."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of the original file, which is stored; empty until it has been read."""
    size: Mapped[int]
    form: Mapped[str] = mapped_column(String(20))
    """The format it was read in."""
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"))
    """For questions without a competency of their own; it decides their bank."""
    level: Mapped[int]
    """For questions without a level of their own."""
    source: Mapped[str] = mapped_column(Text, default="")
    """For questions without a source of their own."""
    by: Mapped[str] = mapped_column(String(120))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The author of the new versions; None for an import by command."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(12))
    job_id: Mapped[int | None] = mapped_column(BigId)
    """The job that reads or commits it, if it is too large for a request."""
    problems: Mapped[list[Any]]
    """What is wrong with the file as a whole: [{"where", "what", "how"}]."""
    counts: Mapped[dict[str, Any]]
    """{"added", "changed"} once it is committed; {"retired", "restored", "kept"} once it is undone."""
    committed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When its preview was discarded; from then on no page shows it."""


class ImportRow(Base):
    """One question of an import: how it compares with the bank, what was decided, and the result."""

    __tablename__ = "item_import_entry"
    __table_args__ = (
        UniqueConstraint("import_id", "position"),
        CheckConstraint("state IN ('new', 'changed', 'same', 'doubtful', 'bad')", name="state"),
        CheckConstraint("choice IN ('', 'add', 'version', 'skip')", name="choice"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("item_import.id"))
    position: Mapped[int]
    """1, 2, 3, … in the order of the file."""
    place: Mapped[Place] = mapped_column(PlaceText(200))
    state: Mapped[str] = mapped_column(String(12))
    """new; changed: the next version of an item; same: the bank has it already; doubtful: similar to another;
    bad: cannot be read."""
    choice: Mapped[str] = mapped_column(String(8), default="")
    """What the importer decided: add, version (of the similar one), skip; empty: as the state says."""
    name: Mapped[str] = mapped_column(String(120), default="")
    draft: Mapped[dict[str, Any] | None]
    """The question and all that the file says of it; None if it cannot be read."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The text in the file, to be corrected on the page."""
    problems: Mapped[list[Any]]
    """Why it cannot be read, or what to check."""
    competency_id: Mapped[str | None] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(Text)
    """What the importer set for this question."""
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    """The item that it changes, repeats or is similar to; once committed, the item that was created."""
    base_number: Mapped[int | None]
    """The version of that item with which it was compared."""
    twin: Mapped[int | None]
    """The position of the question of the same file that it repeats or is similar to."""
    common: Mapped[int | None]
    """How many pieces of text it has in common with the similar one…"""
    pieces: Mapped[int | None]
    """… of how many that the two have together."""
    before: Mapped[dict[str, Any] | None]
    """State and numbers of the item before the import changed it."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("item_version.id"), index=True)
    """The version that was created."""


class Fingerprint(Base):
    """What of a version is compared with others to find near-duplicates."""

    __tablename__ = "item_fingerprint"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("item_version.id"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """Of `text`."""
    text: Mapped[str] = mapped_column(Text)
    """Stem and options in the first language, without blanks and punctuation."""


class FingerprintBand(Base):
    """A number that similar versions have in common."""

    __tablename__ = "item_fingerprint_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("item_version.id"), primary_key=True, autoincrement=False
    )
