"""Kill a process that holds the write queue and does nothing: stopped by Ctrl+Z, a debugger or its machine.

All others would wait for it forever. PostgreSQL has `idle_in_transaction_session_timeout` for this.
"""

import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger("lms.serve")
INTERVAL = 5.0
"""Seconds between two checks."""
CHECKS_UNTIL_KILLED = 6
"""Checks in a row that find the same process holding the queue, without any processor time since.

Checks are counted rather than seconds, because a machine that was asleep has spent seconds without checks.
"""


class StuckWriterWatchdog:
    """Checks the queue of an installation repeatedly."""

    def __init__(self, path: Path, checks_until_killed: int = CHECKS_UNTIL_KILLED) -> None:
        self.path, self.checks_until_killed = path, checks_until_killed
        self._holder: tuple[int, int] | None = None
        self._checks = 0

    def check(self) -> int | None:
        """Return the id of the process that was killed, or None."""
        holder = self._current_holder()
        if holder is None or holder != self._holder:
            self._holder, self._checks = holder, 0
            return None
        self._checks += 1
        if self._checks < self.checks_until_killed:
            return None
        self._holder = None
        with suppress(ProcessLookupError, PermissionError):
            os.kill(holder[0], signal.SIGKILL)
            log.error("process %s held the write queue and did nothing: killed", holder[0])
            return holder[0]
        return None

    def _current_holder(self) -> tuple[int, int] | None:
        """Return the process that holds the lock and its processor time, or None if the lock is free."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = _pid_of_holder(self.path.resolve(), os.fstat(file.fileno()).st_ino)
                return None if pid is None else (pid, _processor_time(pid))
        return None


def _pid_of_holder(path: Path, inode: int) -> int | None:
    """Return the process from /proc/locks: `1: FLOCK ADVISORY WRITE pid device:inode …`; waiters have an arrow."""
    for line in Path("/proc/locks").read_text("ascii").splitlines():
        words = line.split()
        if words[1] == "FLOCK" and words[5].rpartition(":")[2] == str(inode) and _has_open(words[4], path):
            return int(words[4])
    return None


def _has_open(pid: str, path: Path) -> bool:
    """Return whether the process has the file open: another disk may have a file of the same inode number."""
    with suppress(OSError):
        return any(file.readlink() == path for file in Path(f"/proc/{pid}/fd").iterdir())
    return False


def _processor_time(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0


def watch(path: Path | None) -> None:
    """Check every few seconds in a thread, while this process runs. Only Linux shows who holds a lock."""
    if path is None or fcntl is None or sys.platform != "linux":
        return
    watchdog = StuckWriterWatchdog(path)

    def check_forever() -> None:
        while True:
            time.sleep(INTERVAL)
            watchdog.check()

    threading.Thread(target=check_forever, name="stuck-writer", daemon=True).start()
