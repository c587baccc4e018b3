"""The table of certificates: what was certified, under which number, and whether it was revoked."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime


class Certificate(Base):
    """A certificate for one completion record. Never deleted: revoked, visibly, with a reason."""

    __tablename__ = "certificate"
    __table_args__ = (CheckConstraint("state IN ('valid', 'revoked')", name="state"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    """128 random bits: the address of its public page."""
    number: Mapped[str] = mapped_column(String(40), unique=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("completion_record.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    facts: Mapped[dict[str, Any]]
    """Everything printed on it."""
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Of the PDF, once it is drawn; also where platform.files keeps it."""
    state: Mapped[str] = mapped_column(String(12), default="valid")
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
