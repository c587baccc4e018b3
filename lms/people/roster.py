"""Reads a roster as an office keeps it, Excel or CSV, into people with their units; problems name the cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.login import login_key
from lms.domain.place import NOWHERE, Place
from lms.domain.problem import Problem, Text
from lms.formats.sheets.grid import Row, Sheet
from lms.formats.sheets.read import sheets_of
from lms.people.accounts import Details, login_problems

COLUMNS = {
    "login": ("工号", "员工编号", "employee number", "login"),
    "name": ("姓名", "name"),
    "unit": ("单位代码", "部门代码", "unit code"),
    "unit_name": ("单位", "单位名称", "部门", "unit"),
    "parent": ("上级单位代码", "上级代码", "parent unit code"),
    "post": ("职务", "岗位", "post"),
    "rank": ("职级", "rank"),
    "email": ("邮箱", "电子邮箱", "e-mail", "email"),
    "roles": ("角色", "roles"),
}
"""What the heads of the columns may say; the first is how we write it."""
NEEDED = ("login", "name", "unit")
_BY_HEAD = {head: column for column, heads in COLUMNS.items() for head in heads}
_ROLES = {
    name: role for role in Role for name in (role.value, ROLE_NAMES[role].zh, ROLE_NAMES[role].en.lower())
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `places` says in which cell a column stands; what the file has no column for is kept."""

    places: Mapping[str, Place]
    login: str
    details: Details
    unit: str
    unit_name: str
    parent: str
    roles: tuple[Role, ...]

    def problem(self, column: str, what: Text, how: Text) -> Problem:
        """Something wrong in that cell."""
        return Problem(self.places.get(column, self.places["login"]), what, how)


def read(data: bytes) -> tuple[list[Entry], list[Problem]]:
    """Every person of the first sheet that is a roster, and everything wrong with it."""
    sheets, problems = sheets_of(data)
    for sheet in sheets:
        if head := _head(sheet):
            return _entries(sheet, *head, problems)
    if not problems:
        names = "、".join(COLUMNS[column][0] for column in NEEDED)
        what = Text(f"没有找到表头（须有 {names}）", f"No row of heads was found; it needs {names}")
        how = Text("请在第一行写上各列名称", "Write the heads of the columns into the first row")
        problems = [Problem(NOWHERE, what, how)]
    return [], problems


def _head(sheet: Sheet) -> tuple[Row, dict[str, int]] | None:
    for row in sheet.rows[:10]:
        columns = {
            _BY_HEAD[name]: place
            for place, cell in row.cells.items()
            if (name := " ".join(cell.lower().rstrip("*＊").split())) in _BY_HEAD
        }
        if set(NEEDED) <= set(columns):
            return row, columns
    return None


def _entries(
    sheet: Sheet, head: Row, columns: dict[str, int], problems: list[Problem]
) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    for row in sheet.rows:
        if row.number <= head.number:
            continue
        places = {column: sheet.place(row.number, place) for column, place in columns.items()}
        for place, why in row.troubles.items():
            how = Text("请改成文字或数字", "Write the value itself")
            problems.append(Problem(sheet.place(row.number, place), why, how))
        cells = {column: row.cells.get(place, "") for column, place in columns.items()}
        entry, wrong = _entry(cells, places)
        entries.append(entry)
        problems += wrong
    return entries, [*problems, *_repeated(entries)]


def _entry(cells: Mapping[str, str], places: Mapping[str, Place]) -> tuple[Entry, list[Problem]]:
    def one_line(column: str) -> str:
        return " ".join(cells.get(column, "").split())

    roles, unknown = _roles(cells.get("roles", ""))
    details = Details(*(one_line(column) for column in ("name", "post", "rank", "email")))
    unit, unit_name, parent = (one_line(column) for column in ("unit", "unit_name", "parent"))
    entry = Entry(places, login_key(cells.get("login", "")), details, unit, unit_name, parent, roles)
    found = [*(login_problems(entry.login) if entry.login else ()), *details.problems()]
    wrong = [entry.problem(p.where.path, p.what, p.how) for p in found]
    for column in ("login", "unit"):
        if not getattr(entry, column):
            what = Text(f"缺少{COLUMNS[column][0]}", f"The {COLUMNS[column][-1]} is missing")
            wrong.append(
                entry.problem(column, what, Text("请填写，或删去此行", "Fill it in, or delete the row"))
            )
    for name in unknown:
        what = Text(f"没有角色“{name}”", f'There is no role "{name}"')
        known = Text("、".join(ROLE_NAMES[role].zh for role in Role), ", ".join(Role))
        wrong.append(entry.problem("roles", what, Text("可选：", "One of: ") + known))
    return entry, wrong


def _roles(cell: str) -> tuple[tuple[Role, ...], list[str]]:
    names = [name.strip() for name in re.split(r"[,，、;；/\n]", cell) if name.strip()]
    found = [_ROLES.get(name.lower()) for name in names]
    unknown = [name for name, role in zip(names, found, strict=True) if role is None]
    return tuple(dict.fromkeys(role for role in found if role)), unknown


def _repeated(entries: list[Entry]) -> Iterator[Problem]:
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.login and entry.login in first:
            where = first[entry.login].places["login"]
            what = Text(
                f"工号 {entry.login} 与 {where.in_('zh')} 重复",
                f"The number {entry.login} stands in {where.in_('en')} already",
            )
            yield entry.problem("login", what, Text("请删去一行", "Delete one of the rows"))
        first.setdefault(entry.login, entry)
