"""What means harm is refused at once, for little memory, in words."""

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.formats import hostile


@cache
def outcomes() -> dict[str, Any]:
    """In a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.hostile"], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


NAMES = [name for name, _ in hostile.files()]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_within_two_seconds_and_50_megabytes_in_words(name: str) -> None:
    seconds, megabytes, questions, said = outcomes()[name]
    assert (seconds < 2, megabytes < 50, questions, len(said)) == (True, True, 0, 1), (
        seconds,
        megabytes,
        said,
    )
    assert "root:" not in said[0]


def test_macros_are_named_as_the_reason() -> None:
    said = [outcomes()[name][3][0].partition(": ")[2] for name in ("macros.docm", "macros.xlsx")]
    assert [words.partition("；")[0] for words in said] == ["文件里带有宏（程序），可能有害，没有读取"] * 2
