"""The one clock."""

from datetime import UTC, datetime, timedelta, timezone

from lms.platform.clock import iso, utcnow


def test_the_time_has_a_zone_and_it_is_utc():
    assert utcnow().utcoffset() == timedelta(0)


def test_times_are_written_in_utc_with_milliseconds_and_a_z():
    assert iso(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) == "2026-11-23T01:00:00.000Z"
    beijing = timezone(timedelta(hours=8))
    assert iso(datetime(2026, 11, 23, 7, 59, 59, 999900, beijing)) == "2026-11-22T23:59:59.999Z"
