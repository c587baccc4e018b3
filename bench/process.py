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
        """Seconds from its start until it says that it is ready."""
        while time.perf_counter() - self.began < seconds:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).read()
                return time.perf_counter() - self.began
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode}")
            time.sleep(0.02)
        raise RuntimeError("the server did not come up")

    def tree(self) -> list[int]:
        """It and all below it."""
        found, new = [], [self._process.pid]
        while new:
            found += new
            new = [pid for parent in new for pid in children(parent)]
        return found

    def cpu(self) -> float:
        """Seconds of CPU time of the whole tree up to now, children that ended included."""
        total = 0
        for pid in self.tree():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += sum(map(int, fields[11:15]))
        return total / TICK

    def memory(self) -> int:
        """Bytes that the tree holds (proportional set size: shared pages are shared)."""
        total = 0
        for pid in self.tree():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
        return total

    def kill(self) -> None:
        """SIGKILL to it and all below it, at once; returns when they are gone."""
        tree = self.tree()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)
        while any(runs(pid) for pid in tree):
            time.sleep(0.001)

    def stop(self) -> float:
        """Ask it to end; seconds until it has."""
        began = time.perf_counter()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)
        return time.perf_counter() - began


def children(pid: int) -> list[int]:
    """The processes right below it."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text().split()
    ]


def runs(pid: int) -> bool:
    """Whether it is alive. One that nobody has waited for is a zombie: it holds nothing any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, **environ: str) -> Iterator[Server]:
    """A server that is ready, ended with the block."""
    server = Server(command, port, environ)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def product(folder: Path, workers: int = 2, jobs: bool = False, **environ: str) -> Iterator[Server]:
    """The product on that data folder; without its job worker, as jobs are measured by themselves."""
    port = free_port()
    command = [*PRODUCT, "run", "--data", str(folder), "--port", str(port), *([] if jobs else ["--no-jobs"])]
    given = {"LMS_WORKERS": str(workers), "LMS_SECRET_KEY": "for measuring only", **environ}
    with serving(command, port, **given) as server:
        yield server


@contextlib.contextmanager
def floor(folder: Path, workers: int = 2) -> Iterator[Server]:
    """The floor on its database in that folder."""
    port = free_port()
    command = [sys.executable, "-m", "bench.costs.floor", str(folder), str(port), str(workers)]
    with serving(command, port) as server:
        yield server


def free_port() -> int:
    """A port that nobody uses, and that the system gives to nobody who asks for any port, until the server has it."""
    for port in random.sample(OWN, len(OWN)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("every port is taken")
