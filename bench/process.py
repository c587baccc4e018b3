"""A server as a process tree: started, waited for, its CPU time read from /proc, stopped."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

TICK = os.sysconf("SC_CLK_TCK")
OWN = range(20_000, 32_000)
"""Below the ports that Linux, macOS and Windows give out themselves."""
PRODUCT = [sys.executable, "-c", "import sys; from lms.cli import main; sys.exit(main())"]
"""The command line, as `lms`."""


class Server:
    """A program of ours that answers GET /healthz on its port."""

    def __init__(
        self, command: Sequence[str], port: int, environ: dict[str, str], log: IO[bytes] | None = None
    ) -> None:
        self.port = port
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environ},
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )

    def wait(self, seconds: float = 300) -> float:
        """Wait until the server is ready; return the seconds since its start."""
        while time.perf_counter() - self.began < seconds:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).read()
                return time.perf_counter() - self.began
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode}")
            time.sleep(0.02)
        raise RuntimeError("the server did not come up")

    def tree(self) -> list[int]:
        """Return the ids of its process and of all descendants."""
        pids, new = [], [self._process.pid]
        while new:
            pids += new
            new = [pid for parent in new for pid in children(parent)]
        return pids

    def cpu(self) -> float:
        """Return the seconds of CPU time of the whole tree up to now, including children that ended."""
        total = 0
        for pid in self.tree():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += sum(map(int, fields[11:15]))
        return total / TICK

    def memory(self) -> int:
        """Return the bytes of memory of the tree (proportional set size: shared pages are shared)."""
        total = 0
        for pid in self.tree():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
        return total

    def kill(self) -> None:
        """Send SIGKILL to the whole tree at once; return when all have ended."""
        tree = self.tree()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)
        while any(runs(pid) for pid in tree):
            time.sleep(0.001)

    def stop(self) -> float:
        """Send SIGTERM; return the seconds until it has ended."""
        began = time.perf_counter()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)
        return time.perf_counter() - began


def children(pid: int) -> list[int]:
    """Return the child processes."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text().split()
    ]


def runs(pid: int) -> bool:
    """Return whether it is alive. A zombie, which only waits for its parent, is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, **environ: str) -> Iterator[Server]:
    """Start a server, wait until it is ready, and stop it at the end of the block."""
    server = Server(command, port, environ)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def product(folder: Path, workers: int = 2, jobs: bool = False, **environ: str) -> Iterator[Server]:
    """Run the product on that data folder; without its job worker unless `jobs`, as jobs are measured separately."""
    port = free_port()
    command = [*PRODUCT, "run", "--data", str(folder), "--port", str(port), *([] if jobs else ["--no-jobs"])]
    variables = {"LMS_WORKERS": str(workers), "LMS_SECRET_KEY": "for measuring only", **environ}
    with serving(command, port, **variables) as server:
        yield server


@contextlib.contextmanager
def floor(folder: Path, workers: int = 2) -> Iterator[Server]:
    """Run the floor on its database in that folder."""
    port = free_port()
    command = [sys.executable, "-m", "bench.costs.floor", str(folder), str(port), str(workers)]
    with serving(command, port) as server:
        yield server


def free_port() -> int:
    """Return a port that is not in use, and that the system does not give to programs that ask for any port."""
    for port in random.sample(OWN, len(OWN)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("every port is taken")
