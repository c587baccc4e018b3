"""The few figures that administrators start their day with."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.people import scope
from lms.people.models import Person, RoleGrant
from lms.platform.audit import AuditEvent


def accounts(session: Session, actor: Actor) -> tuple[int, int]:
    """(active, disabled) accounts within the units the actor manages."""
    mine = scope.people(actor, Permission.MANAGE_PEOPLE).subquery()
    rows = session.execute(select(mine.c.state, func.count()).group_by(mine.c.state)).all()
    found = {row[0]: int(row[1]) for row in rows}
    return found.get("active", 0), found.get("disabled", 0)


def without_role(session: Session, actor: Actor) -> int:
    """Active people within the actor's units who hold no role and can do nothing."""
    mine = (
        scope.people(actor, Permission.GRANT_ROLES)
        .where(Person.state == "active")
        .where(~select(RoleGrant.id).where(RoleGrant.person_id == Person.id).exists())
        .subquery()
    )
    return int(session.scalar(select(func.count()).select_from(mine)) or 0)


def last_verified(session: Session) -> datetime | None:
    """When somebody last verified the audit trail and found it whole."""
    return session.scalar(
        select(func.max(AuditEvent.at)).where(AuditEvent.action == "audit.verify", AuditEvent.outcome == "ok")
    )
