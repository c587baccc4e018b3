"""Count what administrators see on their home page."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.people import scope
from lms.people.models import Person, RoleGrant
from lms.platform.audit import AuditEvent


def count_accounts(session: Session, actor: Actor) -> tuple[int, int]:
    """Return (active, disabled) accounts within the units that the actor manages."""
    managed = scope.people(actor, Permission.MANAGE_PEOPLE).subquery()
    rows = session.execute(select(managed.c.state, func.count()).group_by(managed.c.state)).all()
    counts = {row[0]: int(row[1]) for row in rows}
    return counts.get("active", 0), counts.get("disabled", 0)


def count_without_role(session: Session, actor: Actor) -> int:
    """Count the active people within the actor's units who hold no role."""
    without = (
        scope.people(actor, Permission.GRANT_ROLES)
        .where(Person.state == "active")
        .where(~select(RoleGrant.id).where(RoleGrant.person_id == Person.id).exists())
        .subquery()
    )
    return int(session.scalar(select(func.count()).select_from(without)) or 0)


def last_verification(session: Session) -> datetime | None:
    """Return when the audit trail was last verified and found intact, or None."""
    return session.scalar(
        select(func.max(AuditEvent.at)).where(AuditEvent.action == "audit.verify", AuditEvent.outcome == "ok")
    )
