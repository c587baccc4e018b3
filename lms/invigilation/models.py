"""Answer sheets that were entered by hand."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime


class Transcript(Base):
    """Answers that an invigilator entered from paper; they count once another person has confirmed them."""

    __tablename__ = "transcript"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'confirmed', 'discarded')", name="state"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    answers: Mapped[list[Any]]
    """[{"position", "response"}, …]: responses in the canonical form of their kinds."""
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    typed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    typed_at: Mapped[datetime] = mapped_column(UtcTime)
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    judged_at: Mapped[datetime | None] = mapped_column(UtcTime)
