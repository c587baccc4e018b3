"""Measures ./test at each depth in a fresh checkout."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.costs.start import checkout

LIMITS = {"--quick": 90.0, "": 360.0, "--long": 900.0}
"""Seconds by depth, on two cores, ruff, mypy and deptry included."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Seconds from beginning to end, and pytest's last line."""

    depth: str
    seconds: float
    summary: str
    passed: bool

    @property
    def holds(self) -> bool:
        """Passed within its limit."""
        return self.passed and self.seconds <= LIMITS[self.depth]


def measure() -> Iterator[Suite]:
    """Run each depth in turn in a copy of this checkout, without skipping, after ./test has set the copy up.

    Leave the machine idle meanwhile.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        checkout(copy)
        _test(copy, "--quick", "--collect-only")
        for depth in LIMITS:
            began = time.monotonic()
            done = _test(copy, *filter(None, [depth]))
            took = time.monotonic() - began
            if done.returncode:
                print(done.stdout[-8000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
            summary = done.stdout.strip().splitlines()[-1:] or [done.stderr[-200:]]
            yield Suite(depth, round(took, 0), summary[0].strip(), done.returncode == 0)


def _test(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "CI": "true"}
    return subprocess.run(
        ["./test", *words], cwd=copy, env=environ, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    for row in measure():
        print(row, row.holds)
