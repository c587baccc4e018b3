"""Measures the first start, on a machine that has only Python, and the second."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.process import Server, free_port

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = 180.0, 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds until /healthz answers, seconds until SIGTERM has ended everything, and megabytes of memory."""

    first: float
    second: float
    stop: float
    megabytes: float


def measure() -> Starts:
    """Run `./run` in a copy of this checkout (environment, dependencies, demo), then once more."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        checkout(copy)
        first, _, _ = _start(copy)
        second, stop, memory = _start(copy)
        return Starts(round(first, 1), round(second, 2), round(stop, 2), round(memory / 1e6, 1))


def checkout(copy: Path) -> None:
    """Copy what git would check out: neither environment nor data."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for line in listed.stdout.splitlines():
        if (ROOT / line).is_file():
            (copy / line).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / line, copy / line)


def _start(folder: Path) -> tuple[float, float, float]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("LMS_")}
    port = free_port()
    server = Server([str(folder / "run"), "--port", str(port)], port, environ)
    try:
        up, memory = server.wait(600), server.memory()
    finally:
        stop = server.stop()
    return up, stop, memory


if __name__ == "__main__":
    print(measure())
