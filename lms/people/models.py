"""Tables of people, units, role grants, sign-ins and access tokens."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.platform.db.database import Base
from lms.platform.db.types import BigId, UtcTime


class Unit(Base):
    """A unit of the organisation; units form a tree."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """Short and stable; rosters refer to it."""
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True)
    """The ids from the root down to this unit, "/1/4/": a subtree is a prefix."""


class Person(Base):
    """Somebody with an account; no more personal data than is needed."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("state IN ('active', 'disabled')", name="state"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    """Employee number 工号, normalised (NFKC, capitals, no blanks)."""
    name: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    post: Mapped[str] = mapped_column(String(80), default="")
    """Post 职务."""
    rank: Mapped[str] = mapped_column(String(80), default="")
    """Rank 职级."""
    email: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="zh")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    """Argon2id; empty for somebody who cannot sign in yet."""
    must_change_password: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="active")
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    unit: Mapped[Unit] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", order_by="RoleGrant.id", foreign_keys="RoleGrant.person_id"
    )


class RoleGrant(Base):
    """A role held over a unit and everything below it."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "unit_id"),
        Index(
            "uq_role_grant_one_administrator",
            "person_id",
            unique=True,
            sqlite_where=text("role IN ('sysadmin', 'secadmin', 'auditor')"),
            postgresql_where=text("role IN ('sysadmin', 'secadmin', 'auditor')"),
        ),
        CheckConstraint(
            "role IN ('trainee','trainer','reviewer','invigilator','marker','hr','sysadmin','secadmin','auditor')",
            name="role",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcTime)

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship()


class SignIn(Base):
    """A signed-in browser. The row is the session: without it the cookie is not valid."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the 256-bit cookie."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    ip: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class AccessToken(Base):
    """A personal access token for programs."""

    __tablename__ = "access_token"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class FailedSignIn(Base):
    """A failed sign-in, counted by account and by address until it is old."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_login_at", "login", "at"),
        Index("ix_failed_sign_in_ip_at", "ip", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(String(40))
    ip: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
