"""The forms of roles, and the list of those who hold them."""

from functools import lru_cache

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.web.forms import (
    Choice,
    Form,
    Hidden,
    IdChoice,
    Line,
    Required,
)

CHOOSE = Text("请选择", "Choose")


@lru_cache(maxsize=1)
def all_roles() -> list[tuple[str, Text]]:
    """Return every role with its name, for a choice."""
    return [(role.value, ROLE_NAMES[role]) for role in Role]


class RoleForm(Form):
    """Grant a role to a person."""

    role = Choice(
        Text("角色", "Role"),
        [Required(Text("没有选角色", "No role is chosen"), Text("请选择角色", "choose one"))],
        options=all_roles(),
        first=CHOOSE,
        hint=Text(
            "系统管理员、安全管理员、审计员三员分立，一人只能担任其一。",
            "System administrator, security administrator and auditor are separate: nobody may hold two of these roles.",
        ),
    )
    unit = IdChoice(
        Text("范围（含下级）", "Unit, with all below"),
        [Required(Text("没有选范围", "No unit is chosen"), Text("请选择单位", "choose one"))],
    )


class RolesFilter(Form):
    """Filter the list of role holders."""

    q = Line(Text("姓名或工号", "Name or number"), most=60, type_of_input="search")
    role = Choice(Text("担任的角色", "Holds the role"), options=all_roles(), first=Text("不限", "Any"))
    after = Hidden(most=LONGEST_LOGIN)
