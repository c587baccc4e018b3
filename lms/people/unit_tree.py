"""The tree of units: added, renamed, shown."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text
from lms.people import scope
from lms.people.models import Person, Unit
from lms.platform import audit

LONGEST = {"code": 40, "name": 120, "name_en": 160}
"""Characters of each field."""
DEEPEST = 20
"""Levels; so many ids still fit into a path."""


def add(
    session: Session,
    code: str,
    name: str,
    parent: Unit | None,
    actor_id: int | None,
    now: datetime,
    name_en: str = "",
) -> Unit:
    """A new unit under `parent`, or a root."""
    _check(code, name, name_en)
    if parent and parent.path.count("/") > DEEPEST:
        raise Refused(
            "unit.deep",
            Text(f"单位层级不能超过 {DEEPEST} 级", f"Units cannot be nested deeper than {DEEPEST} levels"),
            Text("请选择更高一级的单位作为上级", "Choose a unit further up as its parent"),
        )
    if session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise _taken(code)
    unit = Unit(code=code, name=name, name_en=name_en, parent_id=parent.id if parent else None, path="")
    session.add(unit)
    try:
        session.flush()
    except IntegrityError:  # somebody else was faster
        raise _taken(code) from None
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record(session, "people.add_unit", f"unit:{unit.id}", actor_id, now, code=code, name=name)
    return unit


def rename(
    session: Session, unit: Unit, name: str, name_en: str, actor_id: int | None, now: datetime
) -> None:
    """Another name from now on; what was recorded before keeps the old one."""
    _check(unit.code, name, name_en)
    if (unit.name, unit.name_en) != (name, name_en):
        before, unit.name, unit.name_en = unit.name, name, name_en
        audit.record(
            session, "people.rename_unit", f"unit:{unit.id}", actor_id, now, before=before, name=name
        )


def tree(session: Session, actor: Actor, permission: Permission) -> list[tuple[Unit, int, int]]:
    """(unit, its depth below what the actor sees, people directly in it), parents before children."""
    units = list(session.scalars(scope.units(actor, permission)))
    counted = select(Person.unit_id, func.count()).where(Person.state == "active").group_by(Person.unit_id)
    people = dict(session.execute(counted).all())
    units.sort(key=lambda unit: [int(part) for part in unit.path.strip("/").split("/")])
    top = min((unit.path.count("/") for unit in units), default=0)
    return [(unit, unit.path.count("/") - top, people.get(unit.id, 0)) for unit in units]


def _check(code: str, name: str, name_en: str) -> None:
    problems = []
    if not code or len(code) > LONGEST["code"] or any(c.isspace() for c in code):
        what = Text(
            "单位代码须为 1 到 40 个字符，不含空格", "The code needs 1 to 40 characters without blanks"
        )
        problems.append(Problem(FieldPath("code"), what, Text("请改写代码", "Write another code")))
    if not 0 < len(name) <= LONGEST["name"]:
        what = Text("单位名称须为 1 到 120 个字符", "The name needs 1 to 120 characters")
        problems.append(Problem(FieldPath("name"), what, Text("请填写或缩短", "Fill it in, or shorten it")))
    if len(name_en) > LONGEST["name_en"]:
        what = Text("英文名称超过 160 个字符", "The English name is longer than 160 characters")
        problems.append(Problem(FieldPath("name_en"), what, Text("请缩短", "Shorten it")))
    if problems:
        raise Refused(
            "unit.wrong",
            Text("单位信息有误，没有保存", "The unit is not right; nothing was saved"),
            Text("请改正后重新提交", "Mend what is listed and send it again"),
            status=400,
            problems=problems,
        )


def _taken(code: str) -> Refused:
    what = Text(f"单位代码 {code} 已被使用", f"The unit code {code} is taken")
    how = Text("请换一个代码", "Choose another code")
    return Refused("unit.exists", what, how, problems=[Problem(FieldPath("code"), what, how)])
