"""The filters of HR's lists, read from the address."""

from collections.abc import Mapping

from lms.domain.problem import Refused, Text
from lms.records.find import Filter, read_day

LONGEST = 80
"""Characters of the code of a unit and of the short name of a course or an exam."""


def filter_of(values: Mapping[str, str]) -> Filter:
    """unit, from, until, course, exam; as pages and the API name them. Raises Refused."""
    return Filter(
        unit=_name(values, "unit"),
        since=read_day(values.get("from", "").strip(), "from"),
        until=read_day(values.get("until", "").strip(), "until"),
        course=_name(values, "course"),
        exam=_name(values, "exam"),
    )


def _name(values: Mapping[str, str], field: str) -> str:
    name = values.get(field, "").strip()
    if len(name) > LONGEST:
        raise Refused(
            "filter.too_long",
            Text(f"筛选条件超过 {LONGEST} 个字符", f"A filter is longer than {LONGEST} characters"),
            Text("请从列表中选择", "Choose one from the list"),
            status=400,
            where=field,
        )
    return name


def address_of(chosen: Filter) -> dict[str, str]:
    """The same filter as parameters of an address; what is not filtered is left out."""
    named = {
        "unit": chosen.unit,
        "from": chosen.since,
        "until": chosen.until,
        "course": chosen.course,
        "exam": chosen.exam,
    }
    return {name: str(value) for name, value in named.items() if value}
