"""Brings accounts and units to what a roster says: all of it or nothing; nobody is removed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from lms.domain.access import ADMINISTRATORS, Role
from lms.domain.problem import Problem, Refused, Text
from lms.people import unit_tree
from lms.people.models import Person, RoleGrant, Unit
from lms.people.roster import Entry
from lms.platform import audit

DETAILS = ("name", "post", "rank", "email")


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did."""

    units: int
    new: int
    changed: int
    unchanged: int
    roles: int


def check(session: Session, entries: Sequence[Entry]) -> list[Problem]:
    """What the database has against it; a reading session serves."""
    codes = set(session.scalars(select(Unit.code)))
    return [*_of_units(entries, codes), *_of_roles(session, entries)]


def newcomers(session: Session, entries: Sequence[Entry]) -> list[Entry]:
    """Those who have no account yet."""
    known = set(session.scalars(select(Person.login)))
    return [entry for entry in entries if entry.login not in known]


def enrol(
    session: Session,
    entries: Sequence[Entry],
    hashes: Mapping[str, str],
    actor_id: int | None,
    now: datetime,
) -> Counts:
    """Write it. `hashes` holds first passwords by number; without one an account cannot sign in yet.

    Raises Refused for what `check` finds, and if somebody else added the same number meanwhile.
    """
    if problems := check(session, entries):
        raise Refused(
            "roster.problems",
            Text("名册有问题，没有导入", "The roster has problems; nothing was imported"),
            Text("请改正后重新导入", "Mend them and import it again"),
            problems=problems,
        )
    homes, made = _units(session, entries, actor_id, now)
    loaded = session.scalars(select(Person).options(selectinload(Person.grants)))
    known = {person.login: person for person in loaded}
    new = [_person(entry, homes[entry.unit], hashes, now) for entry in entries if entry.login not in known]
    changed = [
        entry.login
        for entry in entries
        if entry.login in known
        and _change(session, known[entry.login], entry, homes[entry.unit], actor_id, now)
    ]
    _add(session, new, actor_id, now)
    everyone = known | {person.login: person for person in new}
    roles = sum(_grant(session, everyone[e.login], e, homes[e.unit], actor_id, now) for e in entries)
    return Counts(made, len(new), len(changed), len(entries) - len(new) - len(changed), roles)


def _of_units(entries: Sequence[Entry], known: set[str]) -> Iterator[Problem]:
    """A unit that is not there yet needs a name, and a parent that is there or comes with the file."""
    named = {entry.unit: entry for entry in reversed(entries) if entry.unit_name}
    for code, entry in {entry.unit: entry for entry in reversed(entries)}.items():
        if code in known:
            continue
        if code not in named:
            what = Text(f"没有单位代码 {code}", f"There is no unit with the code {code}")
            how = Text("请改正代码，或填写单位名称以新建", "Correct it, or give the unit's name to make it")
            yield entry.problem("unit", what, how)
        elif named[code].parent and named[code].parent not in known | set(named):
            what = Text(f"没有上级单位 {named[code].parent}", f"There is no parent unit {named[code].parent}")
            how = Text("请改正代码", "Correct the code")
            yield named[code].problem("parent", what, how)
        elif _circle(code, named):
            what = Text("上级单位成了一个圈", "The parents of this unit form a circle")
            yield named[code].problem("parent", what, Text("请改正上级单位", "Correct the parent"))
    for entry in entries:
        if entry.unit not in known and entry.unit_name and entry.unit_name != named[entry.unit].unit_name:
            what = Text(f"单位 {entry.unit} 有两个名称", f"The unit {entry.unit} has two names")
            yield entry.problem("unit_name", what, Text("请写成一样", "Write the same name"))


def _circle(code: str, named: Mapping[str, Entry]) -> bool:
    seen = {code}
    while code in named and named[code].parent:
        code = named[code].parent
        if code in seen:
            return True
        seen.add(code)
    return False


def _of_roles(session: Session, entries: Sequence[Entry]) -> Iterator[Problem]:
    held: dict[str, set[Role]] = {}
    for login, role in session.execute(select(Person.login, RoleGrant.role).join(Person.grants)):
        held.setdefault(login, set()).add(Role(role))
    for entry in entries:
        three = (held.get(entry.login, set()) | set(entry.roles)) & ADMINISTRATORS
        if len(three) > 1 and set(entry.roles) & ADMINISTRATORS:
            what = Text("三员不得由一人兼任", "Nobody may hold two of the three administrator roles")
            yield entry.problem("roles", what, Text("请只保留一个", "Leave one of them"))


def _units(
    session: Session, entries: Sequence[Entry], actor_id: int | None, now: datetime
) -> tuple[dict[str, Unit], int]:
    """Every unit by its code, parents made before their children, and how many were made."""
    there = {unit.code: unit for unit in session.scalars(select(Unit))}
    before = len(there)
    named = {entry.unit: entry for entry in reversed(entries) if entry.unit_name}

    def home(code: str) -> Unit:
        if code not in there:
            entry = named[code]
            parent = home(entry.parent) if entry.parent else None
            there[code] = unit_tree.add(session, code, entry.unit_name, parent, actor_id, now)
        return there[code]

    for entry in entries:
        home(entry.unit)
    return there, len(there) - before


def _person(entry: Entry, home: Unit, hashes: Mapping[str, str], now: datetime) -> Person:
    password_hash = hashes.get(entry.login, "")
    return Person(
        login=entry.login,
        **{field: getattr(entry.details, field) for field in DETAILS},
        unit_id=home.id,
        password_hash=password_hash,
        must_change_password=bool(password_hash),
        created_at=now,
        state="active",
        language="zh",
        grants=[],
    )


def _add(session: Session, new: list[Person], actor_id: int | None, now: datetime) -> None:
    session.add_all(new)
    try:
        session.flush()
    except IntegrityError:
        raise Refused(
            "roster.raced",
            Text(
                "导入时有人新建了同样的工号", "Somebody made an account with one of these numbers meanwhile"
            ),
            Text("请重新导入", "Import it again"),
        ) from None
    for person in new:
        audit.record(session, "people.create", f"person:{person.id}", actor_id, now, login=person.login)


def _change(
    session: Session, person: Person, entry: Entry, home: Unit, actor_id: int | None, now: datetime
) -> bool:
    """Only columns that the file has are looked at."""
    fields = [f for f in DETAILS if f in entry.places and getattr(person, f) != getattr(entry.details, f)]
    for field in fields:
        setattr(person, field, getattr(entry.details, field))
    if person.unit_id != home.id:
        person.unit_id = home.id
        fields.append("unit")
    if fields:
        audit.record(session, "people.edit", f"person:{person.id}", actor_id, now, fields=",".join(fields))
    return bool(fields)


def _grant(
    session: Session, person: Person, entry: Entry, home: Unit, actor_id: int | None, now: datetime
) -> int:
    held = {(grant.role, grant.unit_id) for grant in person.grants}
    missing = [role for role in entry.roles if (role.value, home.id) not in held]
    for role in missing:
        made = RoleGrant(role=role.value, unit_id=home.id, granted_by=actor_id, granted_at=now)
        person.grants.append(made)
        facts = {"role": role.value, "unit": home.code}
        audit.record(session, "people.grant_role", f"person:{person.id}", actor_id, now, **facts)
    return len(missing)
