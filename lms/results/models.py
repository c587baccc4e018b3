"""Tables of scores: score runs, marks and releases."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, Hundredths, UtcTime


class ScoreRun(Base):
    """One scoring of one sitting. A changed key makes a new run; old runs stay."""

    __tablename__ = "score_run"
    __table_args__ = (
        UniqueConstraint("sitting_id", "number"),
        Index(
            "uq_score_run_current",
            "sitting_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
        CheckConstraint("state IN ('marking', 'final')", name="state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    number: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(12))
    """marking while a person has still to mark something, then final."""
    rules: Mapped[str] = mapped_column(String(40))
    """Version of the scoring rules."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    total: Mapped[Decimal] = mapped_column(Hundredths)
    most: Mapped[Decimal] = mapped_column(Hundredths)
    cut: Mapped[Decimal] = mapped_column(Hundredths)
    """The marks that pass."""
    passed: Mapped[bool | None]
    """NULL until it is final."""
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """From when on it counts and its candidate may see it."""
    competencies: Mapped[dict[str, Any]]
    """{"coordination": {"mark": "7.50", "most": "10.00"}, …}"""


class Mark(Base):
    """The mark of one position of a sitting, with the parts it is made of."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("run_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"))
    position: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    points: Mapped[Decimal] = mapped_column(Hundredths)
    mark: Mapped[Decimal | None] = mapped_column(Hundredths)
    """NULL until a person has marked it."""
    fraction: Mapped[str] = mapped_column(String(40))
    """The exact share of the points, "2/3"."""
    parts: Mapped[list[Any]]
    """[{"what", "fraction"}, …]: the steps of the score."""
    needs_marker: Mapped[bool] = mapped_column(default=False, index=True)
    marker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    comment: Mapped[str] = mapped_column(Text, default="")


class Release(Base):
    """The decision of a person that the results of an exam version count and may be seen."""

    __tablename__ = "release"

    exam_version_id: Mapped[int] = mapped_column(ForeignKey("exam_version.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
