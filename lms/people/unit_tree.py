"""Add, rename and list the units of the tree."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.people import messages, scope
from lms.people.models import Person, Unit
from lms.platform import audit

LONGEST = {"code": 40, "name": 120, "name_en": 160}
"""Characters of each field."""
DEEPEST = 20
"""Levels: the ids of so many fit into a path."""


def add(
    session: Session,
    code: str,
    name: str,
    parent: Unit | None,
    actor_id: int | None,
    now: datetime,
    name_en: str = "",
) -> Unit:
    """Add a unit under `parent`, or a root. Raise Refused if it is invalid or exists."""
    _check(code, name, name_en)
    if parent and parent.path.count("/") > DEEPEST:
        raise messages.unit_too_deep(DEEPEST)
    if session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise messages.unit_code_taken(code)
    unit = Unit(code=code, name=name, name_en=name_en, parent_id=parent.id if parent else None, path="")
    session.add(unit)
    try:
        session.flush()
    except IntegrityError:  # somebody else was faster
        raise messages.unit_code_taken(code) from None
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record(session, "people.add_unit", f"unit:{unit.id}", actor_id, now, code=code, name=name)
    return unit


def rename(
    session: Session, unit: Unit, name: str, name_en: str, actor_id: int | None, now: datetime
) -> None:
    """Rename a unit; what was recorded before keeps the old name."""
    _check(unit.code, name, name_en)
    if (unit.name, unit.name_en) != (name, name_en):
        before, unit.name, unit.name_en = unit.name, name, name_en
        audit.record(
            session, "people.rename_unit", f"unit:{unit.id}", actor_id, now, before=before, name=name
        )


def tree(session: Session, actor: Actor, permission: Permission) -> list[tuple[Unit, int, int]]:
    """Return (unit, depth below the topmost that the actor sees, active people in it), parents before children."""
    units = list(session.scalars(scope.units(actor, permission)))
    counts = select(Person.unit_id, func.count()).where(Person.state == "active").group_by(Person.unit_id)
    people = dict(session.execute(counts).all())
    units.sort(key=lambda unit: [int(part) for part in unit.path.strip("/").split("/")])
    top = min((unit.path.count("/") for unit in units), default=0)
    return [(unit, unit.path.count("/") - top, people.get(unit.id, 0)) for unit in units]


def _check(code: str, name: str, name_en: str) -> None:
    problems = []
    if not code or len(code) > LONGEST["code"] or any(c.isspace() for c in code):
        problems.append(messages.UNIT_CODE_INVALID)
    if not 0 < len(name) <= LONGEST["name"]:
        problems.append(messages.UNIT_NAME_LENGTH)
    if len(name_en) > LONGEST["name_en"]:
        problems.append(messages.UNIT_ENGLISH_NAME_LENGTH)
    if problems:
        raise messages.unit_invalid(problems)
