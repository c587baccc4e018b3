"""Hostile files are refused at once, with little memory, with a reason."""

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.formats import hostile


@cache
def outcomes() -> dict[str, Any]:
    """Read the files in a separate process, so that its memory can be measured."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.formats.hostile"], capture_output=True, text=True, check=True
    )
    return json.loads(finished.stdout)


NAMES = [name for name, _ in hostile.files()]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_within_two_seconds_and_50_megabytes_with_one_reason(name: str) -> None:
    seconds, megabytes, questions, problems = outcomes()[name]
    assert (seconds < 2, megabytes < 50, questions, len(problems)) == (True, True, 0, 1), (
        seconds,
        megabytes,
        problems,
    )
    assert "root:" not in problems[0]


def test_macros_are_named_as_the_reason() -> None:
    reasons = [outcomes()[name][3][0].partition(": ")[2] for name in ("macros.docm", "macros.xlsx")]
    assert [reason.partition("；")[0] for reason in reasons] == [
        "文件里带有宏（程序），可能有害，没有读取"
    ] * 2
