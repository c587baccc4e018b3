"""The tree of units."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.problem import Refused, Text
from lms.people.models import Unit
from lms.platform import audit


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
    if session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise Refused(
            "unit.exists",
            Text(f"单位代码 {code} 已被使用", f"The unit code {code} is taken"),
            Text("请换一个代码", "Choose another code"),
        )
    unit = Unit(code=code, name=name, name_en=name_en, parent_id=parent.id if parent else None, path="")
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record(session, "people.add_unit", f"unit:{unit.id}", actor_id, now, code=code, name=name)
    return unit
