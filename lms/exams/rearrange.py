"""Changes the parts of an unfinished plan: sections, draws, fixed items and cases, by their places from 1."""

from collections.abc import Mapping
from typing import Any

from lms.domain.problem import not_found

Data = dict[str, Any]
PARTS = ("fixed", "draw", "case")
"""In the order in which they stand in a section that is not shuffled."""


def sections(plan: Data) -> list[Data]:
    """Its sections, whatever somebody made of the plan."""
    found = plan.get("section")
    if not isinstance(found, list):
        found = plan["section"] = []
    return found


def section(plan: Data, number: int) -> Data:
    """One section; not found if there is none."""
    found = sections(plan)
    if not 1 <= number <= len(found):
        raise not_found()
    return found[number - 1]


def parts(plan: Data, number: int, form: str) -> list[Any]:
    """The draws, fixed items or cases of a section."""
    if form not in PARTS:
        raise not_found()
    found: list[Any] = section(plan, number).setdefault(form, [])
    return found


def part(plan: Data, number: int, form: str, place: int) -> Data:
    """One of them; a fixed item that is only a name reads as a table."""
    found = parts(plan, number, form)
    if not 1 <= place <= len(found):
        raise not_found()
    one = found[place - 1]
    return dict(one) if isinstance(one, Mapping) else {"item": one}


def add_section(plan: Data, title: Mapping[str, str]) -> None:
    sections(plan).append({"title": dict(title)})


def move(rows: list[Any], place: int, by: int) -> None:
    """One up (-1) or down (1); at an end it stays."""
    if not 1 <= place <= len(rows):
        raise not_found()
    to = min(max(place - 1 + by, 0), len(rows) - 1)
    rows.insert(to, rows.pop(place - 1))


def remove(rows: list[Any], place: int) -> None:
    if not 1 <= place <= len(rows):
        raise not_found()
    del rows[place - 1]


def set_part(plan: Data, number: int, form: str, place: int | None, said: Data) -> None:
    """The part at this place says this now; without a place it is a new one."""
    rows = parts(plan, number, form)
    if place is None:
        rows.append(said)
    elif 1 <= place <= len(rows):
        rows[place - 1] = said
    else:
        raise not_found()
