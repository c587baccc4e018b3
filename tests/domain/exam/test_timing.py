"""The clock of a sitting, to the second."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from lms.domain.exam import timing
from lms.domain.exam.allowance import Allowance

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
END = START + timedelta(minutes=40)
SECOND = timedelta(seconds=1)


def test_a_sitting_lasts_its_minutes():
    assert timing.deadline(START, 40, None) == END


@pytest.mark.parametrize(("closes", "end"), [(39, 39), (40, 40), (41, 40)])
def test_the_window_cuts_it_short(closes, end):
    closes_at = START + timedelta(minutes=closes)
    assert timing.deadline(START, 40, closes_at) == START + timedelta(minutes=end)


@pytest.mark.parametrize(
    ("after", "counts"),
    [(-SECOND, True), (0 * SECOND, True), (5 * SECOND, True), (5 * SECOND + timedelta(microseconds=1), False), (6 * SECOND, False)],
)  # fmt: skip
def test_answers_count_up_to_the_deadline_and_five_seconds(after, counts):
    assert timing.in_time(END, END + after) is counts
    assert timing.is_over(END, END + after) is not counts


def test_zones_do_not_matter():
    beijing = (END + 5 * SECOND).astimezone(timezone(timedelta(hours=8)))
    assert timing.in_time(END, beijing)
    assert not timing.in_time(END, beijing + SECOND)


def test_late_answers_are_kept_for_a_week():
    assert timing.keeps_late(END, END + timedelta(days=7))
    assert not timing.keeps_late(END, END + timedelta(days=7, seconds=1))


@pytest.mark.parametrize(
    ("at", "is_open"), [(-SECOND, False), (0 * SECOND, True), (59 * SECOND, True), (60 * SECOND, False)]
)
def test_a_window_is_open_from_its_opening_and_not_at_its_closing(at, is_open):
    assert timing.window_open(START, START + 60 * SECOND, START + at) is is_open


def test_no_window_is_always_open():
    assert timing.window_open(None, None, START)


def test_the_next_attempt_waits_from_the_end_of_the_last():
    assert timing.next_start(END, 24) == END + timedelta(hours=24)
    assert timing.next_start(END, 0) is None
    assert timing.next_start(None, 24) is None


@pytest.mark.parametrize(
    ("allowance", "closes", "end"),
    [
        (Allowance(extra_minutes=20), None, 60),
        (Allowance(factor=Decimal("1.25")), None, 50),
        (Allowance(extra_minutes=10, factor=Decimal("1.5")), None, 70),
        (Allowance(extra_minutes=20), 50, 50),
        (Allowance(extra_minutes=20, past_window=True), 50, 60),
        (Allowance(unlimited=True), 50, 50),
        (Allowance(unlimited=True), None, 7 * 24 * 60),
    ],
)
def test_an_allowance_is_added_and_the_window_cuts_it_unless_moved(allowance, closes, end):
    closes_at = None if closes is None else START + timedelta(minutes=closes)
    assert timing.deadline(START, 40, closes_at, allowance) == START + timedelta(minutes=end)


def test_a_part_of_a_second_is_rounded_up():
    allowance = Allowance(factor=Decimal("1.01"))
    assert timing.deadline(START, 1, None, allowance) == START + timedelta(seconds=61)


def test_a_pause_costs_no_time_even_when_the_clock_is_set_back():
    paused = START + timedelta(minutes=10)
    assert timing.resumed(END, paused, paused + timedelta(minutes=7)) == END + timedelta(minutes=7)
    assert timing.resumed(END, paused, paused - timedelta(hours=1)) == END
