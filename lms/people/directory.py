"""Lists of people for those who manage them, by key: page after page without counting."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.domain.access import Actor, Permission, Role
from lms.domain.login import login_key
from lms.domain.problem import Refused, Text
from lms.people import scope
from lms.people.models import Person, RoleGrant, Unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What to see. `words` stand in the name or begin the number; the unit with all below it."""

    words: str = ""
    unit_id: int | None = None
    state: str = ""
    role: Role | None = None
    after: str = ""
    """The employee number at the end of the page before."""


def page(
    session: Session, actor: Actor, permission: Permission, chosen: Filter, most: int = PAGE
) -> tuple[list[Person], str]:
    """Up to `most` people over whom the permission holds, by number, and the key of the next page.

    Three queries, however many people: the people with their units, their grants, the grants' units.
    """
    query = scope.people(actor, permission)
    if chosen.words:
        query = query.where(
            or_(
                Person.name.contains(chosen.words, autoescape=True),
                Person.login.startswith(login_key(chosen.words), autoescape=True),
            )
        )
    if chosen.unit_id is not None:
        unit = scope.unit(session, actor, permission, chosen.unit_id)
        query = query.where(Unit.path.startswith(unit.path, autoescape=True))
    if chosen.state:
        query = query.where(Person.state == chosen.state)
    if chosen.role:
        query = query.where(
            select(RoleGrant.id)
            .where(RoleGrant.person_id == Person.id, RoleGrant.role == chosen.role.value)
            .exists()
        )
    query = query.where(Person.login > chosen.after).order_by(Person.login).limit(most + 1)
    query = query.options(joinedload(Person.unit), selectinload(Person.grants).selectinload(RoleGrant.unit))
    found = list(session.scalars(query))
    return found[:most], found[most - 1].login if len(found) > most else ""


def by_login(session: Session, login: str) -> Person:
    """The account with this employee number, for whoever stands at the machine. Raises Refused."""
    found = session.scalar(select(Person).where(Person.login == login_key(login)))
    if found is None:
        raise Refused(
            "person.unknown",
            Text(f"没有工号 {login}", f"There is no employee number {login}"),
            Text("用 lms people list 查看所有账号", "lms people list shows every account"),
            status=404,
        )
    return found


def unit_by_code(session: Session, code: str) -> Unit:
    """The unit with this code, for whoever stands at the machine. Raises Refused."""
    found = session.scalar(select(Unit).where(Unit.code == code))
    if found is None:
        codes = ", ".join(session.scalars(select(Unit.code).order_by(Unit.path).limit(20)))
        raise Refused(
            "unit.unknown",
            Text(f"没有单位代码 {code}", f"There is no unit with the code {code}"),
            Text(f"现有代码：{codes or '无'}", f"Codes there are: {codes or 'none'}"),
            status=404,
        )
    return found


def every(session: Session, unit_code: str = "", state: str = "") -> list[Person]:
    """Every account with its unit and grants, for whoever stands at the machine."""
    query = select(Person).join(Unit, Unit.id == Person.unit_id).order_by(Person.login)
    if unit_code:
        path = unit_by_code(session, unit_code).path
        query = query.where(Unit.path.startswith(path, autoescape=True))
    if state:
        query = query.where(Person.state == state)
    return list(session.scalars(query.options(joinedload(Person.unit), selectinload(Person.grants))))
