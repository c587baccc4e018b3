"""Reads a list of candidates as an office keeps it: pasted lines, CSV or Excel; problems name the line or cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.domain.login import login_key
from lms.domain.place import NOWHERE, Place, TextLine
from lms.domain.problem import Problem, Text
from lms.formats.sheets.grid import Sheet
from lms.formats.sheets.read import sheets_of

COLUMNS = {
    "login": ("工号", "员工编号", "employee number", "login", "number"),
    "group": ("场次", "考场", "考场场次", "分组", "group", "room"),
    "seat": ("座位", "座位号", "seat"),
}
"""What the heads of the columns may say; the first is how we write it."""
_BY_HEAD = {head: column for column, heads in COLUMNS.items() for head in heads}
_BETWEEN = re.compile(r"[\t,，;；]")
LONGEST_GROUP, LONGEST_SEAT = 80, 20


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody to expect; `place` says where it stands in what was handed in."""

    place: Place
    login: str
    group: str = ""
    seat: str = ""
    beyond: str = ""
    """What a line says after these, which has no meaning."""


def read_lines(text: str) -> list[CandidateRow]:
    """One person a line: number, group, seat, with commas or tabs between; empty lines are none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [" ".join(part.split()) for part in _BETWEEN.split(line)]
        if any(parts) and parts[0].lower() not in COLUMNS["login"]:
            login, group, seat, *beyond = [*parts, "", ""]
            more = " ".join(part for part in beyond if part)
            found.append(CandidateRow(TextLine(number), login_key(login), group, seat, more))
    return found


def read_file(data: bytes) -> tuple[list[CandidateRow], list[Problem]]:
    """The first sheet that has a column of numbers; other columns than ours are let be."""
    sheets, problems = sheets_of(data)
    for sheet in sheets:
        for row in sheet.rows[:10]:
            columns = _columns(row.cells)
            if "login" in columns:
                return _entries(sheet, row.number, columns), problems
    if not problems:
        what = Text("没有找到“工号”一列", "There is no column of employee numbers")
        how = Text(
            "请在第一行写上列名：工号、场次、座位", "Write the heads into the first row: 工号, 场次, 座位"
        )
        problems = [Problem(NOWHERE, what, how)]
    return [], problems


def _columns(cells: Mapping[int, str]) -> dict[str, int]:
    heads = {place: " ".join(cell.lower().rstrip("*＊").split()) for place, cell in cells.items()}
    return {_BY_HEAD[head]: place for place, head in heads.items() if head in _BY_HEAD}


def _entries(sheet: Sheet, head: int, columns: Mapping[str, int]) -> list[CandidateRow]:
    found = []
    for row in sheet.rows:
        cells = {name: " ".join(row.cells.get(place, "").split()) for name, place in columns.items()}
        if row.number > head and cells["login"]:
            place = sheet.place(row.number, columns["login"])
            found.append(
                CandidateRow(place, login_key(cells["login"]), cells.get("group", ""), cells.get("seat", ""))
            )
    return found


def problems_of(entries: Sequence[CandidateRow]) -> list[Problem]:
    """What is wrong with the list itself: numbers that occur twice, parts too many, names that are too long."""
    found: list[Problem] = []
    first: dict[str, Place] = {}
    for entry in entries:
        if entry.login in first:
            where = first[entry.login]
            what = Text(
                f"工号 {entry.login} 与{where.in_('zh')}重复",
                f"{entry.login} stands at {where.in_('en')} already",
            )
            found.append(Problem(entry.place, what, Text("请删去一行", "Delete one of them")))
        first.setdefault(entry.login, entry.place)
        if entry.beyond:
            what = Text(
                f"多于三项，“{entry.beyond[:40]}”不知道是什么",
                f"has more than three parts; “{entry.beyond[:40]}” has no meaning",
            )
            how = Text("每行只写工号、场次、座位", "Write only the number, the group and the seat")
            found.append(Problem(entry.place, what, how))
        if len(entry.group) > LONGEST_GROUP or len(entry.seat) > LONGEST_SEAT:
            what = Text("场次或座位名太长", "The name of the group or the seat is too long")
            most = Text(
                f"场次至多 {LONGEST_GROUP} 字，座位至多 {LONGEST_SEAT} 字",
                f"At most {LONGEST_GROUP} and {LONGEST_SEAT} characters",
            )
            found.append(Problem(entry.place, what, most))
    return found
