"""How long ./test takes where nothing is there yet but what the machine has: environment, lint, types, every test."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.start import checkout

LIMIT = 600.0
"""Seconds, on two cores."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Seconds from beginning to end, and pytest's last line."""

    seconds: float
    said: str
    passed: bool


def measure() -> Suite:
    """`./test` in a copy of this checkout, nothing skipped. Do nothing else meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        checkout(copy)
        began = time.monotonic()
        done = subprocess.run(
            ["./test"],
            cwd=copy,
            env={**os.environ, "CI": "true"},
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.monotonic() - began
    said = done.stdout.strip().splitlines()[-1:] or [done.stderr[-200:]]
    return Suite(round(took, 0), said[0].strip(), done.returncode == 0)


if __name__ == "__main__":
    print(measure())
