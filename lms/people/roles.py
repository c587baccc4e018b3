"""Grant and withdraw roles."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.access import ADMINISTRATORS, Actor, Permission, Role
from lms.domain.problem import Text, not_found
from lms.people import messages, scope
from lms.people.models import Person, RoleGrant, Unit
from lms.platform import audit


def grant(
    session: Session, person: Person, role: Role, unit: Unit, actor_id: int | None, now: datetime
) -> RoleGrant:
    """Grant a role over a unit and all below it; idempotent.

    Raise Refused for one's own account, or if the person would hold two of the three administrator roles.
    """
    _require_other_person(person, actor_id)
    grants = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
    for existing in grants:
        if existing.role == role and existing.unit_id == unit.id:
            return existing
    if role in ADMINISTRATORS and any(Role(existing.role) in ADMINISTRATORS for existing in grants):
        raise messages.administrator_roles_separate()
    added = RoleGrant(
        person_id=person.id, role=role.value, unit_id=unit.id, granted_by=actor_id, granted_at=now
    )
    session.add(added)
    try:
        session.flush()
    except IntegrityError:  # another grant was inserted since the check
        raise messages.administrator_roles_separate() from None
    audit.record(
        session, "people.grant_role", f"person:{person.id}", actor_id, now, role=role.value, unit=unit.code
    )
    return added


def withdraw(session: Session, actor: Actor, person_id: int, grant_id: int, now: datetime) -> None:
    """Withdraw a grant; it ends with the next request. Raise Refused if the actor may not."""
    person = scope.person(session, actor, Permission.GRANT_ROLES, person_id)
    _require_other_person(person, actor.id)
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person.id:
        raise not_found(Text("授权", "grant"))
    if not grant.unit.path.startswith(actor.paths(Permission.GRANT_ROLES)):
        raise messages.role_beyond_units()
    session.delete(grant)
    audit.record(
        session,
        "people.withdraw_role",
        f"person:{person.id}",
        actor.id,
        now,
        role=grant.role,
        unit=grant.unit.code,
    )


def role_by_name(name: str) -> Role:
    """Return the role by the name that forms and files use. Raise Refused if there is none."""
    try:
        return Role(name)
    except ValueError:
        raise messages.unknown_role() from None


def _require_other_person(person: Person, actor_id: int | None) -> None:
    if person.id == actor_id:
        raise messages.own_roles()
