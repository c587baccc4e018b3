"""Granting and withdrawing roles."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.access import ADMINISTRATORS, ROLE_NAMES, Actor, Permission, Role
from lms.domain.problem import Refused, Text, not_found
from lms.people import scope
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
        raise _separated()
    made = RoleGrant(
        person_id=person.id, role=role.value, unit_id=unit.id, granted_by=actor_id, granted_at=now
    )
    session.add(made)
    try:
        session.flush()
    except IntegrityError:  # another grant came between the look and the insert
        raise _separated() from None
    audit.record(
        session, "people.grant_role", f"person:{person.id}", actor_id, now, role=role.value, unit=unit.code
    )
    return made


def withdraw(session: Session, actor: Actor, person_id: int, grant_id: int, now: datetime) -> None:
    """Take a grant back; it ends with the very next request."""
    person = scope.person(session, actor, Permission.GRANT_ROLES, person_id)
    _not_oneself(person, actor.id)
    old = session.get(RoleGrant, grant_id)
    if old is None or old.person_id != person.id:
        raise not_found(Text("授权", "grant"))
    if not old.unit.path.startswith(actor.paths(Permission.GRANT_ROLES)):
        raise Refused(
            "role.beyond",
            Text("此角色的范围超出您管理的单位", "This role reaches beyond the units you manage"),
            Text("请由上级单位的安全管理员收回", "Ask the security administrator of the unit above"),
            status=403,
        )
    session.delete(old)
    audit.record(
        session,
        "people.withdraw_role",
        f"person:{person.id}",
        actor.id,
        now,
        role=old.role,
        unit=old.unit.code,
    )


def read(raw: str) -> Role:
    """A role by the name that forms and files give it."""
    try:
        return Role(raw)
    except ValueError:
        raise Refused(
            "role.unknown",
            Text("请选择角色", "Choose a role"),
            Text(
                "可选：" + "、".join(f"{ROLE_NAMES[role].zh} {role}" for role in Role),
                "One of: " + ", ".join(Role),
            ),
            status=400,
        ) from None


def _separated() -> Refused:
    return Refused(
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


def _not_oneself(person: Person, actor_id: int | None) -> None:
    if person.id == actor_id:
        raise Refused(
            "role.self",
            Text("不能给自己授予或收回角色", "You cannot change your own roles"),
            Text("请由另一位安全管理员操作", "Ask another security administrator"),
            status=403,
        )
