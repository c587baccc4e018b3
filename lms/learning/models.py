"""Tables of assignments and of progress through courses."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime

_CURRENT = text("withdrawn_at IS NULL")


class Assignment(Base):
    """A course that a person is to complete, or everybody who is in a unit or below it at the time of reading."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="target"),
        *(
            Index(
                f"uq_assignment_current_{target}",
                f"{target}_id",
                "course_id",
                unique=True,
                sqlite_where=_CURRENT,
                postgresql_where=_CURRENT,
            )
            for target in ("person", "unit")
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """One of the two is given."""
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    due: Mapped[date | None]
    """The last day, in Beijing; None without a due date."""
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


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
