"""Courses and their lessons, as versions that never change."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, Hundredths, UtcTime


class Course(Base):
    """A course; its content is in its versions."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"))
    number: Mapped[int]
    """The current version's number."""
    state: Mapped[str] = mapped_column(String(12), default="open")
    """open, or closed when its folder is gone."""


class CourseVersion(Base):
    """The content of a course as it was loaded once."""

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of everything below it, files included: equal content makes no new version."""
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    objectives: Mapped[list[Any]]
    level: Mapped[int]
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    """学时 that completing it gives."""
    order: Mapped[int]
    exam_slug: Mapped[str] = mapped_column(String(80), default="")
    loaded_at: Mapped[datetime] = mapped_column(UtcTime)

    course: Mapped[Course] = relationship()
    lessons: Mapped[list["Lesson"]] = relationship(order_by="Lesson.position")


class Lesson(Base):
    """One lesson of a course version."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("version_id", "slug"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[dict[str, Any]]
    minutes: Mapped[int]
    body: Mapped[dict[str, Any]]
    """Markdown by language."""
    checks: Mapped[list[Any]]
    """Names of its check questions in the bank "checks:<course slug>"."""


class CourseFile(Base):
    """An image or video that lessons of a version show."""

    __tablename__ = "course_file"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    """Where platform.files keeps the bytes."""
    media_type: Mapped[str] = mapped_column(String(80))
