"""Update accounts and units from a roster: all of it or nothing; nobody is removed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from lms.domain.access import ADMINISTRATORS, Role
from lms.domain.problem import Problem
from lms.people import unit_tree
from lms.people.models import Person, RoleGrant, Unit
from lms.people.roster import messages
from lms.people.roster.parse import RosterRow
from lms.platform import audit

DETAILS = ("name", "post", "rank", "email")


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What an import changed."""

    units: int
    new: int
    changed: int
    unchanged: int
    roles: int


def roster_problems(session: Session, rows: Sequence[RosterRow]) -> list[Problem]:
    """Return the problems that only the database shows. A read-only session is enough."""
    codes = set(session.scalars(select(Unit.code)))
    return [*_unit_problems(rows, codes), *_role_problems(session, rows)]


def without_account(session: Session, rows: Sequence[RosterRow]) -> list[RosterRow]:
    """Return the rows of people who have no account yet."""
    known = set(session.scalars(select(Person.login)))
    return [row for row in rows if row.login not in known]


def import_roster(
    session: Session,
    rows: Sequence[RosterRow],
    hashes: Mapping[str, str],
    actor_id: int | None,
    now: datetime,
) -> ImportCounts:
    """Write the roster. `hashes` are first passwords by number; an account without one cannot sign in yet.

    Raise Refused with the problems of `roster_problems`, or if somebody else added the same number meanwhile.
    """
    if problems := roster_problems(session, rows):
        raise messages.roster_invalid(problems)
    units, created = _ensure_units(session, rows, actor_id, now)
    loaded = session.scalars(select(Person).options(selectinload(Person.grants)))
    known = {person.login: person for person in loaded}
    new = [_new_person(row, units[row.unit], hashes, now) for row in rows if row.login not in known]
    changed = [
        row.login
        for row in rows
        if row.login in known
        and _update_person(session, known[row.login], row, units[row.unit], actor_id, now)
    ]
    _add_people(session, new, actor_id, now)
    everyone = known | {person.login: person for person in new}
    roles = sum(
        _grant_roles(session, everyone[row.login], row, units[row.unit], actor_id, now) for row in rows
    )
    return ImportCounts(created, len(new), len(changed), len(rows) - len(new) - len(changed), roles)


def _unit_problems(rows: Sequence[RosterRow], known: set[str]) -> Iterator[Problem]:
    """Yield problems of units: a new one needs a name, and a parent that exists or is in the file."""
    named = {row.unit: row for row in reversed(rows) if row.unit_name}
    for code, row in {row.unit: row for row in reversed(rows)}.items():
        if code in known:
            continue
        if code not in named:
            yield row.problem("unit", *messages.unknown_unit(code))
        elif named[code].parent and named[code].parent not in known | set(named):
            yield named[code].problem("parent", *messages.unknown_parent(named[code].parent))
        elif _has_cycle(code, named):
            yield named[code].problem("parent", *messages.PARENTS_FORM_CYCLE)
    for row in rows:
        if row.unit not in known and row.unit_name and row.unit_name != named[row.unit].unit_name:
            yield row.problem("unit_name", *messages.two_unit_names(row.unit))


def _has_cycle(code: str, named: Mapping[str, RosterRow]) -> bool:
    visited = {code}
    while code in named and named[code].parent:
        code = named[code].parent
        if code in visited:
            return True
        visited.add(code)
    return False


def _role_problems(session: Session, rows: Sequence[RosterRow]) -> Iterator[Problem]:
    granted: dict[str, set[Role]] = {}
    for login, role in session.execute(select(Person.login, RoleGrant.role).join(Person.grants)):
        granted.setdefault(login, set()).add(Role(role))
    for row in rows:
        administrators = (granted.get(row.login, set()) | set(row.roles)) & ADMINISTRATORS
        if len(administrators) > 1 and set(row.roles) & ADMINISTRATORS:
            yield row.problem("roles", *messages.TWO_ADMINISTRATOR_ROLES)


def _ensure_units(
    session: Session, rows: Sequence[RosterRow], actor_id: int | None, now: datetime
) -> tuple[dict[str, Unit], int]:
    """Create the missing units, parents before their children. Return all by code, and how many were created."""
    units = {unit.code: unit for unit in session.scalars(select(Unit))}
    before = len(units)
    named = {row.unit: row for row in reversed(rows) if row.unit_name}

    def ensure(code: str) -> Unit:
        if code not in units:
            row = named[code]
            parent = ensure(row.parent) if row.parent else None
            units[code] = unit_tree.add(session, code, row.unit_name, parent, actor_id, now)
        return units[code]

    for row in rows:
        ensure(row.unit)
    return units, len(units) - before


def _new_person(row: RosterRow, unit: Unit, hashes: Mapping[str, str], now: datetime) -> Person:
    password_hash = hashes.get(row.login, "")
    return Person(
        login=row.login,
        **{field: getattr(row.details, field) for field in DETAILS},
        unit_id=unit.id,
        password_hash=password_hash,
        must_change_password=bool(password_hash),
        created_at=now,
        state="active",
        language="zh",
        grants=[],
    )


def _add_people(session: Session, new: list[Person], actor_id: int | None, now: datetime) -> None:
    session.add_all(new)
    try:
        session.flush()
    except IntegrityError:
        raise messages.login_added_meanwhile() from None
    for person in new:
        audit.record(session, "people.create", f"person:{person.id}", actor_id, now, login=person.login)


def _update_person(
    session: Session, person: Person, row: RosterRow, unit: Unit, actor_id: int | None, now: datetime
) -> bool:
    """Change what differs in the columns that the file has. Return whether anything did."""
    fields = [f for f in DETAILS if f in row.places and getattr(person, f) != getattr(row.details, f)]
    for field in fields:
        setattr(person, field, getattr(row.details, field))
    if person.unit_id != unit.id:
        person.unit_id = unit.id
        fields.append("unit")
    if fields:
        audit.record(session, "people.edit", f"person:{person.id}", actor_id, now, fields=",".join(fields))
    return bool(fields)


def _grant_roles(
    session: Session, person: Person, row: RosterRow, unit: Unit, actor_id: int | None, now: datetime
) -> int:
    granted = {(grant.role, grant.unit_id) for grant in person.grants}
    missing = [role for role in row.roles if (role.value, unit.id) not in granted]
    for role in missing:
        grant = RoleGrant(role=role.value, unit_id=unit.id, granted_by=actor_id, granted_at=now)
        person.grants.append(grant)
        facts = {"role": role.value, "unit": unit.code}
        audit.record(session, "people.grant_role", f"person:{person.id}", actor_id, now, **facts)
    return len(missing)
