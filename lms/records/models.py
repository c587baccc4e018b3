"""Tables of completion records and of hours: rows are added, never changed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.audit import protect
from lms.platform.db.database import Base
from lms.platform.db.types import BigId, Hundredths, UtcTime


class CompletionRecord(Base):
    """A completion, with the names that person and course had at that time."""

    __tablename__ = "completion_record"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "round"),
        Index("ix_completion_record_unit_path_id", "unit_path", "id"),
        Index("ix_completion_record_course_slug_id", "course_slug", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    login: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    post: Mapped[str] = mapped_column(String(80))
    rank: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_name: Mapped[str] = mapped_column(String(120))
    unit_path: Mapped[str] = mapped_column(String(200))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_slug: Mapped[str] = mapped_column(String(80))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    course_title: Mapped[dict[str, Any]]
    competency_id: Mapped[str] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))
    score: Mapped[Decimal | None] = mapped_column(Hundredths)
    most: Mapped[Decimal | None] = mapped_column(Hundredths)
    completed_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    round: Mapped[int] = mapped_column(default=1)
    """1 for the first completion, then one more for each renewal or correction."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("completion_record.id"), index=True)
    """The record that this one replaces."""
    reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether this entry says that the completion it names in `corrects_id` does not count; its hours are 0."""
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who recorded the correction."""
    corrected_at: Mapped[datetime | None] = mapped_column(UtcTime)


class HoursEntry(Base):
    """学时 credited to a person; a correction is an entry with the opposite sign."""

    __tablename__ = "hours_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("completion_record.id"), index=True)
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    year: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcTime)


protect("completion_record")
protect("hours_entry")
