"""Many candidates at once: in short, nothing twice and nothing refused, on both engines; and what a sitting costs."""

import pytest

from bench.costs import herd, sitting
from tests.bench.test_crash import POSTGRES

pytestmark = pytest.mark.slow
ENGINES = [False, pytest.param(True, marks=[POSTGRES, pytest.mark.postgres, pytest.mark.long])]


@pytest.mark.parametrize("postgres", ENGINES)
def test_starting_and_handing_in_four_times_at_once_is_once(postgres):
    found = herd.measure(25, 0, 4, start_in=1, submit_in=1, postgres=postgres)
    assert (found.wrong, found.duplicates) == ([], [])


@pytest.mark.long
def test_a_room_saves_while_others_work():
    found = herd.measure(30, 0.1, start_in=2, submit_in=2)
    assert (found.wrong, found.duplicates) == ([], [])
    assert found.beside > 0
    assert set(found.latency) == {"start", "save", "submit"}


def test_a_whole_sitting_is_walked_through_and_measured():
    found = sitting.measure(3)
    assert found.at_once > 0
    assert found.requests == 65 - 2
