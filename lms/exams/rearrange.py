"""Change the parts of an unfinished plan: sections, draws, fixed items and cases, by their places from 1.

Each function raises Refused (404) if there is nothing at the place.
"""

from collections.abc import Mapping
from typing import Any

from lms.domain.problem import not_found

Data = dict[str, Any]
PARTS = ("fixed", "draw", "case")
"""In the order that they have in a section that is not shuffled."""


def sections(plan: Data) -> list[Data]:
    """Return the sections of the plan; add an empty list if it has none."""
    rows = plan.get("section")
    if not isinstance(rows, list):
        rows = plan["section"] = []
    return rows


def section(plan: Data, number: int) -> Data:
    """Return one section."""
    rows = sections(plan)
    if not 1 <= number <= len(rows):
        raise not_found()
    return rows[number - 1]


def parts(plan: Data, number: int, form: str) -> list[Any]:
    """Return the draws, fixed items or cases of a section."""
    if form not in PARTS:
        raise not_found()
    rows: list[Any] = section(plan, number).setdefault(form, [])
    return rows


def part(plan: Data, number: int, form: str, place: int) -> Data:
    """Return one of them; a fixed item that is only a name is returned as a table."""
    rows = parts(plan, number, form)
    if not 1 <= place <= len(rows):
        raise not_found()
    row = rows[place - 1]
    return dict(row) if isinstance(row, Mapping) else {"item": row}


def add_section(plan: Data, title: Mapping[str, str]) -> None:
    sections(plan).append({"title": dict(title)})


def move(rows: list[Any], place: int, by: int) -> None:
    """Move a row up (-1) or down (1); the first and the last stay where they are."""
    if not 1 <= place <= len(rows):
        raise not_found()
    to = min(max(place - 1 + by, 0), len(rows) - 1)
    rows.insert(to, rows.pop(place - 1))


def remove(rows: list[Any], place: int) -> None:
    if not 1 <= place <= len(rows):
        raise not_found()
    del rows[place - 1]


def set_part(plan: Data, number: int, form: str, place: int | None, data: Data) -> None:
    """Replace the part at this place; without a place add a new one."""
    rows = parts(plan, number, form)
    if place is None:
        rows.append(data)
    elif 1 <= place <= len(rows):
        rows[place - 1] = data
    else:
        raise not_found()
