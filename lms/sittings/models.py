"""Sittings and their events."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.audit import protect
from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime


class Sitting(Base):
    """One candidate's attempt at one exam, with the paper drawn for it."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("exam_id", "person_id", "attempt"),
        Index(
            "uq_sitting_one_open",
            "exam_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_sitting_state_deadline", "state", "deadline"),
        CheckConstraint("state IN ('open', 'submitted', 'expired')", name="state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    exam_version_id: Mapped[int] = mapped_column(ForeignKey("exam_version.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    attempt: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="open")
    """open, submitted by the candidate (or collected by an invigilator), or expired: closed with its
    deadline as its end."""
    seed: Mapped[int] = mapped_column(BigInteger)
    """What the paper was drawn and shuffled with."""
    paper: Mapped[list[Any]]
    """[{"position", "section", "version", "points"}, …]: item version ids, points as text."""
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    deadline: Mapped[datetime] = mapped_column(UtcTime)
    """While the sitting is paused, as it was when the pause began."""
    allowance: Mapped[dict[str, Any] | None]
    """What its candidate was given beyond the exam's time, as lms.domain.exam.allowance writes it."""
    paused_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When the current pause began; None while the clock runs."""
    device: Mapped[str | None] = mapped_column(String(64))
    """The browser that it is sat in; None when the next browser may have it."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    passed: Mapped[bool | None]
    """Whether its result is a pass, once it counts; set by the package of results."""
    audit_seq: Mapped[int | None] = mapped_column(BigInteger)
    """The newest event of the audit trail before the seal, which the seal includes; None while the sitting
    is open, and for sittings that were sealed without it."""
    audit_hash: Mapped[str | None] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 over the sealed answers and the head of the audit trail, once it has ended."""
    annulled: Mapped[str | None] = mapped_column(Text)
    """Why it does not count, after a breach of the rules; None for one that counts."""


class SittingEvent(Base):
    """One event of a sitting. Rows are never changed or deleted.

    The current answer of a position is its "answer" with the greatest seq, whatever order they came in.
    """

    __tablename__ = "sitting_event"
    __table_args__ = (
        UniqueConstraint("sitting_id", "position", "seq"),
        CheckConstraint("type NOT IN ('answer', 'late') OR (position > 0 AND seq > 0)", name="answer"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    type: Mapped[str] = mapped_column(String(20))
    """started, answer, late (arrived after the end, never scored by itself), flag, submitted or expired;
    focus-lost, focus-back; answer-file: one was imported; paused, resumed, extended, moved, ended, accepted:
    decisions about the sitting."""
    position: Mapped[int | None]
    seq: Mapped[int | None] = mapped_column(BigInteger)
    """Grows per sitting on the client; (position, seq) is the identity of an answer."""
    response: Mapped[dict[str, Any] | None]
    """Of an answer, its kind's canonical form; of a flag {"flagged": true}; of started, the candidate's
    login and name at that time; of a decision, its facts: {"reason", "minutes", "by", …}."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    client_time: Mapped[str] = mapped_column(String(40), default="")
    """By the client's clock: evidence, never the basis of a decision."""
    actor_id: Mapped[int | None] = mapped_column(BigInteger)


class SittingSeen(Base):
    """When the browser of a sitting was last seen. Not an event: it changes constantly and proves nothing."""

    __tablename__ = "sitting_seen"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    ip: Mapped[str] = mapped_column(String(64), default="")


protect("sitting_event")
