"""The filters of HR's lists, read from the address."""

from collections.abc import Mapping

from lms.records.find import Filter, read_day


def filter_of(values: Mapping[str, str]) -> Filter:
    """unit, from, until (or to), course; as pages and the API name them."""
    return Filter(
        unit=values.get("unit", "").strip(),
        since=read_day(values.get("from", "").strip(), "from"),
        until=read_day((values.get("until") or values.get("to") or "").strip(), "until"),
        course=values.get("course", "").strip(),
    )
