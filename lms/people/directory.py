"""List and look up people; lists are paged by key, without counting."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.domain.access import Actor, Permission, Role
from lms.domain.login import login_key
from lms.domain.place import Place
from lms.domain.problem import Problem
from lms.people import messages, scope
from lms.people.models import Person, RoleGrant, Unit
from lms.platform.db.insert import batched

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which people to list. `words` are part of the name or the start of the number; a unit includes all below it."""

    words: str = ""
    unit_id: int | None = None
    state: str = ""
    role: Role | None = None
    after: str = ""
    """The employee number at the end of the previous page."""


def page(
    session: Session, actor: Actor, permission: Permission, chosen: Filter, most: int = PAGE
) -> tuple[list[Person], str]:
    """Return up to `most` people over whom the permission holds, by number, and the key of the next page.

    Three queries, however many people: the people with their units, their grants, the units of the grants.
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
    rows = list(session.scalars(query))
    return rows[:most], rows[most - 1].login if len(rows) > most else ""


def active_people(
    session: Session, actor: Actor, permission: Permission, listed: Iterable[tuple[Place, str]]
) -> tuple[dict[str, Person], list[Problem]]:
    """Return the people with the employee numbers of a list, by number, and a problem for every place of it without one.

    They are active and within the units over which the permission holds.
    """
    places = list(listed)
    found: dict[str, Person] = {}
    for batch in batched(dict.fromkeys(login for _, login in places), 500):
        query = scope.people(actor, permission).where(Person.login.in_(batch))
        found |= {person.login: person for person in session.scalars(query)}
    problems = [
        Problem(place, *(messages.account_disabled if login in found else messages.not_in_units)(login))
        for place, login in places
        if login not in found or found[login].state != "active"
    ]
    return found, problems


def by_login(session: Session, login: str) -> Person:
    """Return the account with this employee number, for the command line. Raise Refused if there is none."""
    person = session.scalar(select(Person).where(Person.login == login_key(login)))
    if person is None:
        raise messages.unknown_login(login)
    return person


def unit_by_code(session: Session, code: str) -> Unit:
    """Return the unit with this code, for the command line. Raise Refused if there is none."""
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise messages.unknown_unit_code(
            code, session.scalars(select(Unit.code).order_by(Unit.path).limit(20))
        )
    return unit


def all_people(session: Session, unit_code: str = "", state: str = "") -> list[Person]:
    """Return every account with its unit and grants, for the command line."""
    query = select(Person).join(Unit, Unit.id == Person.unit_id).order_by(Person.login)
    if unit_code:
        path = unit_by_code(session, unit_code).path
        query = query.where(Unit.path.startswith(path, autoescape=True))
    if state:
        query = query.where(Person.state == state)
    return list(session.scalars(query.options(joinedload(Person.unit), selectinload(Person.grants))))
