"""Reads a list of candidates as an office keeps it: pasted lines, CSV or Excel; problems name the line or cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.candidates import messages
from lms.domain.login import login_key
from lms.domain.place import Place, TextLine
from lms.domain.problem import Problem
from lms.formats.workbooks.grid import Sheet
from lms.formats.workbooks.read import read_sheets

COLUMNS = {
    "login": ("工号", "员工编号", "employee number", "login", "number"),
    "group": ("场次", "考场", "考场场次", "分组", "group", "room"),
    "seat": ("座位", "座位号", "seat"),
}
"""The accepted headings of each column; the first is the one that we write ourselves."""
_COLUMN_BY_HEADING = {heading: column for column, headings in COLUMNS.items() for heading in headings}
_SEPARATOR = re.compile(r"[\t,，;；]")
LONGEST_GROUP, LONGEST_SEAT = 80, 20


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One candidate of a list; `place` says where it is in what was uploaded or pasted."""

    place: Place
    login: str
    group: str = ""
    seat: str = ""
    rest: str = ""
    """What follows on the line, which has no meaning."""


def read_lines(text: str) -> list[CandidateRow]:
    """Return one candidate a line: number, group, seat, separated by commas or tabs. Empty lines are skipped."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [" ".join(part.split()) for part in _SEPARATOR.split(line)]
        if any(parts) and parts[0].lower() not in COLUMNS["login"]:
            login, group, seat, *more = [*parts, "", ""]
            rest = " ".join(part for part in more if part)
            rows.append(CandidateRow(TextLine(number), login_key(login), group, seat, rest))
    return rows


def read_file(data: bytes) -> tuple[list[CandidateRow], list[Problem]]:
    """Return the candidates of the first sheet that has a column of numbers. Other columns are ignored."""
    sheets, problems = read_sheets(data)
    for sheet in sheets:
        for row in sheet.rows[:10]:
            columns = _columns_by_heading(row.cells)
            if "login" in columns:
                return _candidate_rows(sheet, row.number, columns), problems
    return [], problems or [messages.LIST_WITHOUT_NUMBERS]


def _columns_by_heading(cells: Mapping[int, str]) -> dict[str, int]:
    headings = {place: " ".join(cell.lower().rstrip("*＊").split()) for place, cell in cells.items()}
    return {
        _COLUMN_BY_HEADING[heading]: place
        for place, heading in headings.items()
        if heading in _COLUMN_BY_HEADING
    }


def _candidate_rows(sheet: Sheet, heading_row: int, columns: Mapping[str, int]) -> list[CandidateRow]:
    candidates = []
    for row in sheet.rows:
        cells = {name: " ".join(row.cells.get(place, "").split()) for name, place in columns.items()}
        if row.number > heading_row and cells["login"]:
            place = sheet.place(row.number, columns["login"])
            candidates.append(
                CandidateRow(place, login_key(cells["login"]), cells.get("group", ""), cells.get("seat", ""))
            )
    return candidates


def list_problems(rows: Sequence[CandidateRow]) -> list[Problem]:
    """Return what is wrong with the list itself: repeated numbers, too many parts, names that are too long."""
    problems: list[Problem] = []
    first: dict[str, Place] = {}
    for row in rows:
        if row.login in first:
            problems.append(messages.login_repeated(row.place, row.login, first[row.login]))
        first.setdefault(row.login, row.place)
        if row.rest:
            problems.append(messages.too_many_parts(row.place, row.rest))
        if len(row.group) > LONGEST_GROUP or len(row.seat) > LONGEST_SEAT:
            problems.append(messages.group_or_seat_too_long(row.place, LONGEST_GROUP, LONGEST_SEAT))
    return problems
