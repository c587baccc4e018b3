"""The filters of HR's lists, read from the address."""

from collections.abc import Mapping

from lms.records.find import Filter, read_day


def filter_of(values: Mapping[str, str]) -> Filter:
    """unit, from, until, course, exam; as pages and the API name them."""
    return Filter(
        unit=values.get("unit", "").strip(),
        since=read_day(values.get("from", "").strip(), "from"),
        until=read_day(values.get("until", "").strip(), "until"),
        course=values.get("course", "").strip(),
        exam=values.get("exam", "").strip()[:80],
    )


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
