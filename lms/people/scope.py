"""Select people and units within the scope of an actor: what they may not see does not exist for them."""

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, or_, select
from sqlalchemy.orm import Session

from lms.domain.access import ADMINISTRATORS, Actor, Permission, Role
from lms.domain.problem import Text, not_found
from lms.people import messages
from lms.people.models import Person, Unit


def in_units(actor: Actor, permission: Permission, path: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Return a condition on a column that holds a unit path: within the subtrees of this permission."""
    within = [path.startswith(prefix, autoescape=True) for prefix in actor.paths(permission)]
    return or_(*within) if within else false()


def people(actor: Actor, permission: Permission) -> Select[Person]:
    """Select the people over whom this permission holds."""
    return select(Person).join(Unit, Unit.id == Person.unit_id).where(in_units(actor, permission, Unit.path))


def units(actor: Actor, permission: Permission) -> Select[Unit]:
    """Select the units over which this permission holds, parents first."""
    return select(Unit).where(in_units(actor, permission, Unit.path)).order_by(Unit.path)


def person(session: Session, actor: Actor, permission: Permission, person_id: int) -> Person:
    """Return one of `people`. Raise Refused (404) for anybody else."""
    row = session.scalar(people(actor, permission).where(Person.id == person_id))
    if row is None:
        raise not_found(Text("人员", "person"))
    return row


def unit(session: Session, actor: Actor, permission: Permission, unit_id: int) -> Unit:
    """Return one of `units`. Raise Refused (404) for any other."""
    row = session.scalar(units(actor, permission).where(Unit.id == unit_id))
    if row is None:
        raise not_found(Text("单位", "unit"))
    return row


def own_record(session: Session, actor: Actor) -> Person:
    """Return the actor's own row."""
    return session.get_one(Person, actor.id)


def check_manageable(person: Person, actor: Actor | None) -> None:
    """Raise Refused if a new password or another state would lend the actor powers that they do not manage.

    docs/decisions/0003 says why: to set the password of the auditor is to be the auditor.
    """
    if actor is None:
        return
    if person.id == actor.id:
        raise messages.own_account()
    if any(Role(grant.role) in ADMINISTRATORS for grant in person.grants):
        raise messages.administrator_account()
    managed = actor.paths(Permission.MANAGE_PEOPLE)
    if not all(grant.unit.path.startswith(managed) for grant in person.grants):
        raise messages.account_beyond_units()
