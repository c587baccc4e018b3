"""The second fence: people and units only through what the actor may see."""

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, or_, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text, not_found
from lms.people.models import Person, Unit


def in_units(actor: Actor, permission: Permission, path: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """A condition on a column that holds a unit path: within the subtrees of this permission."""
    within = [path.startswith(prefix, autoescape=True) for prefix in actor.paths(permission)]
    return or_(*within) if within else false()


def people(actor: Actor, permission: Permission) -> Select[Person]:
    """The people over whom this permission holds."""
    return select(Person).join(Unit, Unit.id == Person.unit_id).where(in_units(actor, permission, Unit.path))


def units(actor: Actor, permission: Permission) -> Select[Unit]:
    """The units over which this permission holds, parents first."""
    return select(Unit).where(in_units(actor, permission, Unit.path)).order_by(Unit.path)


def person(session: Session, actor: Actor, permission: Permission, person_id: int) -> Person:
    """One person of those; anybody else does not exist for this actor."""
    found = session.scalar(people(actor, permission).where(Person.id == person_id))
    if found is None:
        raise not_found(Text("人员", "person"))
    return found


def unit(session: Session, actor: Actor, permission: Permission, unit_id: int) -> Unit:
    """One unit of those."""
    found = session.scalar(units(actor, permission).where(Unit.id == unit_id))
    if found is None:
        raise not_found(Text("单位", "unit"))
    return found


def myself(session: Session, actor: Actor) -> Person:
    """The actor's own record."""
    return session.get_one(Person, actor.id)
