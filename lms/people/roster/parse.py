"""Read a roster as an office keeps it, Excel or CSV, into people with their units; problems name the cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.login import login_key
from lms.domain.place import Place
from lms.domain.problem import Problem, Text
from lms.formats.workbooks.grid import Row, Sheet
from lms.formats.workbooks.read import read_sheets
from lms.people.accounts import Details, login_problems
from lms.people.roster import messages

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
"""The headings by which a column is recognised; the first is how we write it."""
REQUIRED = ("login", "name", "unit")
_COLUMN_BY_HEADING = {heading: column for column, headings in COLUMNS.items() for heading in headings}
_ROLE_BY_NAME = {
    name: role for role in Role for name in (role.value, ROLE_NAMES[role].zh, ROLE_NAMES[role].en.lower())
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row. `places` gives the cell of each column that the file has; other details stay as they are."""

    places: Mapping[str, Place]
    login: str
    details: Details
    unit: str
    unit_name: str
    parent: str
    roles: tuple[Role, ...]

    def problem(self, column: str, what: Text, how: Text) -> Problem:
        """Return a problem at the cell of that column."""
        return Problem(self.places.get(column, self.places["login"]), what, how)


def read_roster(data: bytes) -> tuple[list[RosterRow], list[Problem]]:
    """Return every person of the first sheet that is a roster, and everything that is wrong with it."""
    sheets, problems = read_sheets(data)
    for sheet in sheets:
        if header := _header(sheet):
            return _rows(sheet, *header, problems)
    return [], problems or [messages.no_header(COLUMNS[column][0] for column in REQUIRED)]


def _header(sheet: Sheet) -> tuple[Row, dict[str, int]] | None:
    for row in sheet.rows[:10]:
        columns = {
            _COLUMN_BY_HEADING[name]: index
            for index, cell in row.cells.items()
            if (name := " ".join(cell.lower().rstrip("*＊").split())) in _COLUMN_BY_HEADING
        }
        if set(REQUIRED) <= set(columns):
            return row, columns
    return None


def _rows(
    sheet: Sheet, header: Row, columns: dict[str, int], problems: list[Problem]
) -> tuple[list[RosterRow], list[Problem]]:
    people: list[RosterRow] = []
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        places = {column: sheet.place(row.number, index) for column, index in columns.items()}
        for index, why in row.unreadable.items():
            problems.append(Problem(sheet.place(row.number, index), why, messages.UNREADABLE_CELL))
        cells = {column: row.cells.get(index, "") for column, index in columns.items()}
        person, row_problems = _row(cells, places)
        people.append(person)
        problems += row_problems
    return people, [*problems, *_repeated_logins(people)]


def _row(cells: Mapping[str, str], places: Mapping[str, Place]) -> tuple[RosterRow, list[Problem]]:
    def one_line(column: str) -> str:
        return " ".join(cells.get(column, "").split())

    roles, unknown = _roles(cells.get("roles", ""))
    details = Details(*(one_line(column) for column in ("name", "post", "rank", "email")))
    unit, unit_name, parent = (one_line(column) for column in ("unit", "unit_name", "parent"))
    row = RosterRow(places, login_key(cells.get("login", "")), details, unit, unit_name, parent, roles)
    by_field = [*(login_problems(row.login) if row.login else ()), *details.problems()]
    problems = [row.problem(p.where.path, p.what, p.how) for p in by_field]
    for column in ("login", "unit"):
        if not getattr(row, column):
            missing = messages.cell_missing(COLUMNS[column][0], COLUMNS[column][-1])
            problems.append(row.problem(column, *missing))
    problems += [row.problem("roles", *messages.unknown_role(name)) for name in unknown]
    return row, problems


def _roles(cell: str) -> tuple[tuple[Role, ...], list[str]]:
    names = [name.strip() for name in re.split(r"[,，、;；/\n]", cell) if name.strip()]
    roles = [_ROLE_BY_NAME.get(name.lower()) for name in names]
    unknown = [name for name, role in zip(names, roles, strict=True) if role is None]
    return tuple(dict.fromkeys(role for role in roles if role)), unknown


def _repeated_logins(rows: list[RosterRow]) -> Iterator[Problem]:
    first: dict[str, RosterRow] = {}
    for row in rows:
        if row.login and row.login in first:
            cell = first[row.login].places["login"].in_("zh")  # a cell is the same in every language
            yield row.problem("login", *messages.login_repeated(row.login, cell))
        first.setdefault(row.login, row)
