"""The table of competencies with their levels and the indicators of each level."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.db.database import Base


class Competency(Base):
    """One of the abilities that are taught and measured; loaded from courses/competencies.toml."""

    __tablename__ = "competency"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order: Mapped[int]
    name: Mapped[dict[str, Any]]
    """{"zh", "en"}"""
    summary: Mapped[dict[str, Any]]
    levels: Mapped[list[Any]]
    """[{"level": 1, "name": {"zh", "en"}, "indicator": {"zh", "en"}}, …]"""
    areas: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """{"priority": {"zh", "en"}, …}: what the content areas of its items are called."""
