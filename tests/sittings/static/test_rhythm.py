"""How often the scripts send requests, and so how soon a page knows: promises that do not depend on a busy machine."""

import re

import pytest

from tests.repo.docs import ROOT

PROMISES = {
    "a saved answer after the network is back": (
        "sittings/static/saving/saver.js",
        ("PROBE_EVERY", "PROBE_SPREAD"),
        5_000,
    ),
    "an answer that a server refused for a while": (
        "sittings/static/saving/saver.js",
        ("LONGEST_WAIT",),
        17_000,
    ),
    "what an invigilator decided": ("sittings/static/presence.js", ("EVERY", "SPREAD"), 15_000),
    "what candidates do, on the board": ("invigilation/static/board.js", ("EVERY",), 10_000),
}
"""By what is to be known: the script, its constants, and within how many milliseconds, the request included."""
REQUEST = 2_000
"""Milliseconds that a request may take."""


@pytest.mark.parametrize("promise", PROMISES)
def test_a_page_reports_often_enough(promise: str) -> None:
    script, names, within = PROMISES[promise]
    words = (ROOT / "lms" / script).read_text("utf-8")
    pauses = [int(value) for name in names for value in re.findall(rf"^const {name} = (\d+);", words, re.M)]
    assert len(pauses) == len(names)
    assert sum(pauses) + REQUEST <= within
