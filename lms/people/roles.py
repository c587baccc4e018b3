"""Granting and withdrawing roles."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import ADMINISTRATORS, Role
from lms.domain.problem import Refused, Text
from lms.people.models import Person, RoleGrant, Unit
from lms.platform import audit


def grant(
    session: Session, person: Person, role: Role, unit: Unit, actor_id: int | None, now: datetime
) -> RoleGrant:
    """A role over a unit and all below it. Nobody grants to themselves; nobody holds two of the three."""
    _not_oneself(person, actor_id)
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
    for old in held:
        if old.role == role and old.unit_id == unit.id:
            return old
    if role in ADMINISTRATORS and any(Role(old.role) in ADMINISTRATORS for old in held):
        raise Refused(
            "role.separated",
            Text(
                "系统管理员、安全管理员、审计员三员不得兼任",
                "Nobody may hold two of the three administrator roles",
            ),
            Text(
                "请先收回此人已有的管理员角色，或另选他人",
                "Withdraw the role this person holds first, or choose another",
            ),
        )
    made = RoleGrant(
        person_id=person.id, role=role.value, unit_id=unit.id, granted_by=actor_id, granted_at=now
    )
    session.add(made)
    session.flush()
    audit.record(
        session, "people.grant_role", f"person:{person.id}", actor_id, now, role=role.value, unit=unit.code
    )
    return made


def withdraw(session: Session, person: Person, grant_id: int, actor_id: int, now: datetime) -> None:
    """Take a grant back; it ends with the very next request."""
    _not_oneself(person, actor_id)
    for old in person.grants:
        if old.id == grant_id:
            session.delete(old)
            audit.record(session, "people.withdraw_role", f"person:{person.id}", actor_id, now, role=old.role)
            return


def _not_oneself(person: Person, actor_id: int | None) -> None:
    if person.id == actor_id:
        raise Refused(
            "role.self",
            Text("不能给自己授予或收回角色", "You cannot change your own roles"),
            Text("请由另一位安全管理员操作", "Ask another security administrator"),
            status=403,
        )
