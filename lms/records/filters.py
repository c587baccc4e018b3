"""Reads the filters of HR's lists from an address, and writes them."""

from collections.abc import Mapping

from lms.records import messages
from lms.records.find import Filter, read_day

LONGEST_NAME = 80
"""Characters of the code of a unit and of the slug of a course or an exam."""


def filter_of(values: Mapping[str, str]) -> Filter:
    """Return the filter of the parameters unit, from, until, course and exam. Raise Refused if one is not valid."""
    return Filter(
        unit=_name(values, "unit"),
        since=read_day(values.get("from", "").strip(), "from"),
        until=read_day(values.get("until", "").strip(), "until"),
        course=_name(values, "course"),
        exam=_name(values, "exam"),
    )


def _name(values: Mapping[str, str], field: str) -> str:
    name = values.get(field, "").strip()
    if len(name) > LONGEST_NAME:
        raise messages.filter_too_long(field, LONGEST_NAME)
    return name


def address_of(chosen: Filter) -> dict[str, str]:
    """Return the filter as parameters of an address, without those that are empty."""
    parameters = {
        "unit": chosen.unit,
        "from": chosen.since,
        "until": chosen.until,
        "course": chosen.course,
        "exam": chosen.exam,
    }
    return {name: str(value) for name, value in parameters.items() if value}
