"""Refusals and problems about rosters, in both languages; a problem gets its cell from the row."""

from collections.abc import Iterable

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.place import NOWHERE
from lms.domain.problem import Message, Problem, Refused, Text

UNREADABLE_CELL = Text("请改成文字或数字", "Enter the value itself")
PARENTS_FORM_CYCLE = (
    Text("上级单位成了一个圈", "The parents of this unit form a cycle"),
    Text("请改正上级单位", "correct the parent"),
)
TWO_ADMINISTRATOR_ROLES = (
    Text("三员不得由一人兼任", "Nobody may hold two of the three administrator roles"),
    Text("请只保留一个", "keep only one of them"),
)


def no_header(columns: Iterable[str]) -> Problem:
    names = "、".join(columns)
    return Problem(
        NOWHERE,
        Text(f"没有找到表头（须有 {names}）", f"No header row was found; it needs {names}"),
        Text("请在第一行写上各列名称", "write the names of the columns into the first row"),
    )


def cell_missing(zh: str, en: str) -> Message:
    what = Text(f"缺少{zh}", f"The {en} is missing")
    return what, Text("请填写，或删去此行", "Fill it in, or delete the row")


def unknown_role(name: str) -> Message:
    what = Text(f"没有角色“{name}”", f'There is no role "{name}"')
    known = Text("、".join(ROLE_NAMES[role].zh for role in Role), ", ".join(Role))
    return what, Text("可选：", "One of: ") + known


def login_repeated(login: str, cell: str) -> Message:
    what = Text(f"工号 {login} 与 {cell} 重复", f"The number {login} is already in {cell}")
    return what, Text("请删去一行", "Delete one of the rows")


def unknown_unit(code: str) -> Message:
    what = Text(f"没有单位代码 {code}", f"There is no unit with the code {code}")
    how = Text("请改正代码，或填写单位名称以新建", "Correct it, or enter the name of the unit to create it")
    return what, how


def unknown_parent(code: str) -> Message:
    what = Text(f"没有上级单位 {code}", f"There is no parent unit {code}")
    return what, Text("请改正代码", "Correct the code")


def two_unit_names(code: str) -> Message:
    what = Text(f"单位 {code} 有两个名称", f"The unit {code} has two names")
    return what, Text("请写成一样", "Write the same name")


def roster_invalid(problems: list[Problem]) -> Refused:
    return Refused(
        "roster.problems",
        Text("名册有问题，没有导入", "The roster has problems; nothing was imported"),
        Text("请改正后重新导入", "correct them and import it again"),
        problems=problems,
    )


def login_added_meanwhile() -> Refused:
    return Refused(
        "roster.raced",
        Text(
            "导入时有人新建了同样的工号",
            "Somebody created an account with one of these numbers during the import",
        ),
        Text("请重新导入", "import it again"),
    )
