"""Candidates who are expected at an exam, and accommodations given to people."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, Hundredths, UtcTime


class Accommodation(Base):
    """More time for a person, permanent or for one exam. The newest that is not withdrawn applies."""

    __tablename__ = "accommodation"
    __table_args__ = (
        CheckConstraint("extra_minutes >= 0", name="extra_minutes"),
        CheckConstraint("factor >= 100", name="factor"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    exam_id: Mapped[int | None] = mapped_column(ForeignKey("exam.id"))
    """None for a permanent one; one for the exam takes precedence over it."""
    extra_minutes: Mapped[int] = mapped_column(default=0)
    factor: Mapped[Decimal] = mapped_column(Hundredths, default=Decimal(1))
    unlimited: Mapped[bool] = mapped_column(default=False)
    past_window: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text)
    """Why, without a diagnosis: those who run the exam read it."""
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Candidacy(Base):
    """A person who is expected at an exam: where, and with which status. Every change is audited."""

    __tablename__ = "candidacy"
    __table_args__ = (
        UniqueConstraint("exam_id", "person_id"),
        CheckConstraint(
            "status IN ('expected', 'absent', 'deferred', 'misconduct', 'makeup')", name="status"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    group: Mapped[str] = mapped_column(String(80), default="")
    """场次, a place and a time: candidates of a group sit together."""
    seat: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[str] = mapped_column(String(12), default="expected")
    """expected 应考, absent 缺考, deferred 缓考, misconduct 违纪, makeup 补考."""
    reason: Mapped[str] = mapped_column(Text, default="")
    makeups: Mapped[int] = mapped_column(default=0)
    """Attempts granted beyond those of the exam."""
    opens_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """The person's own window instead of the exam's, for a makeup."""
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcTime)
    exam_version_id: Mapped[int | None] = mapped_column(ForeignKey("exam_version.id"))
    """Of the paper drawn before the exam began."""
    seed: Mapped[int | None] = mapped_column(BigInteger)
    paper: Mapped[list[Any] | None]
    """Drawn before the exam began, as Sitting.paper; used for the next attempt if its version is still current."""
