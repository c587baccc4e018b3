"""Tables of assignments and of progress through courses."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime


class Assignment(Base):
    """A course that a person is to complete."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    due: Mapped[date | None]
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcTime)


class Progress(Base):
    """When a person started and completed a course."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LessonRead(Base):
    """A lesson that a person has read to its end."""

    __tablename__ = "lesson_read"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "slug"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    slug: Mapped[str] = mapped_column(String(80))
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    """The version that was read; a later one does not undo it."""
    at: Mapped[datetime] = mapped_column(UtcTime)


class CheckAnswer(Base):
    """An answer to a check question of a lesson; the newest right one counts."""

    __tablename__ = "check_answer"
    __table_args__ = (Index("ix_check_answer_person_course", "person_id", "course_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    response: Mapped[dict[str, Any]]
    right: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)
