"""The forms of units, and a choice among them."""

from collections.abc import Iterable
from typing import Any

from lms.domain.problem import Text
from lms.people import unit_tree
from lms.web.forms import (
    Form,
    IdChoice,
    Line,
    Required,
)

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class _ParentForm(Form):
    """The parent and code of a new unit; declared before `UnitForm`, because fields keep the order of declaration."""

    parent = IdChoice(
        Text("上级单位", "Parent"),
        [Required(Text("没有选上级单位", "No parent is chosen"), Text("请选择上级单位", "choose one"))],
    )
    code = Line(
        Text("单位代码", "Code"),
        [Required()],
        most=unit_tree.LONGEST["code"],
        hint=Text("名册导入时用它对应，建立后不能改。", "Rosters refer to it; it cannot be changed later."),
        render_kw=_NO_AUTOCOMPLETE,
    )


class UnitForm(Form):
    """The names of a unit."""

    name = Line(
        Text("单位名称", "Name"), [Required()], most=unit_tree.LONGEST["name"], render_kw=_NO_AUTOCOMPLETE
    )
    name_en = Line(
        Text("英文名称", "Name in English"),
        most=unit_tree.LONGEST["name_en"],
        optional=True,
        render_kw={"autocomplete": "off", "lang": "en"},
    )


class NewUnitForm(UnitForm, _ParentForm):
    """Add a unit."""


def unit_options(units: Iterable[Any]) -> list[tuple[int, Text]]:
    """Return the units with their codes, for a choice."""
    return [
        (unit.id, Text(f"{unit.name}（{unit.code}）", f"{unit.name_en or unit.name} ({unit.code})"))
        for unit in units
    ]
