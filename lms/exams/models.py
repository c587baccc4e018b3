"""Exams and their published versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime


class Exam(Base):
    """An exam, through all its versions."""

    __tablename__ = "exam"
    __table_args__ = (
        CheckConstraint("state IN ('published', 'closed')", name="state"),
        CheckConstraint("audience IN ('everybody', 'units', 'listed')", name="audience"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    number: Mapped[int]
    """The current version's number."""
    state: Mapped[str] = mapped_column(String(12), default="published")
    """published or closed."""
    opens_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """Start of the window; None means always open."""
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    access_code: Mapped[str] = mapped_column(String(40), default="")
    """Read out by the invigilator and required to start a sitting; empty means that none is required."""
    audience: Mapped[str] = mapped_column(String(12), default="everybody")
    """Who may sit it: everybody, the people of some units, or those on the list alone (lms.exams.audience)."""


class ExamUnit(Base):
    """A unit whose people may sit an exam with the audience `units`, those of the units below it too."""

    __tablename__ = "exam_unit"

    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class ExamDraft(Base):
    """An exam that is composed on pages: perhaps unfinished, and without effect until it is published."""

    __tablename__ = "exam_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    """Of the exam that it becomes. While there is a draft, no content file changes that exam."""
    plan: Mapped[dict[str, Any]]
    """What lms.domain.exam.blueprint reads, as far as it is written; may contain mistakes."""
    opens_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """The window and the code of the first publication; afterwards they are the exam's own."""
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    access_code: Mapped[str] = mapped_column(String(40), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change, so that nobody overwrites a change that they have not seen."""
    published: Mapped[int | None]
    """The version that was published last."""


class ExamVersion(Base):
    """A blueprint frozen at publication, with the pool it draws from."""

    __tablename__ = "exam_version"
    __table_args__ = (UniqueConstraint("exam_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of plan and pool: the same plan and pool make no new version."""
    plan: Mapped[dict[str, Any]]
    """The blueprint as lms.domain.exam.blueprint dumps it."""
    pool: Mapped[list[Any]]
    """Per draw and fixed item, the item versions it may take, as lms.domain.exam.assembly dumps them."""
    published_at: Mapped[datetime] = mapped_column(UtcTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    exam: Mapped[Exam] = relationship()
