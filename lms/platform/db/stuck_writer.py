"""Ends a process that holds the write queue and does nothing: stopped by Ctrl+Z, by a debugger, by its machine.

Everybody else would wait for it without end. PostgreSQL does the same by `idle_in_transaction_session_timeout`.
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
EVERY = 5.0
"""Seconds between two looks."""
PATIENCE = 6
"""Looks in a row that find the same process holding the queue, without any processor time since, until it is killed.
Counted, as a whole machine that was asleep has seconds behind it and no looks."""


class StuckWriterWatchdog:
    """Looks at the queue of one installation again and again."""

    def __init__(self, path: Path, patience: int = PATIENCE) -> None:
        self.path, self.patience = path, patience
        self._seen: tuple[int, int] | None = None
        self._times = 0

    def look(self) -> int | None:
        """The process that was killed, if one was."""
        seen = self._busy()
        if seen is None or seen != self._seen:
            self._seen, self._times = seen, 0
            return None
        self._times += 1
        if self._times < self.patience:
            return None
        self._seen = None
        with suppress(ProcessLookupError, PermissionError):
            os.kill(seen[0], signal.SIGKILL)
            log.error("process %s held the write queue and did nothing: killed", seen[0])
            return seen[0]
        return None

    def _busy(self) -> tuple[int, int] | None:
        """Whoever has the lock and how much processor time it has had; nothing if it is free."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = _holder(self.path.resolve(), os.fstat(file.fileno()).st_ino)
                return None if pid is None else (pid, _spent(pid))
        return None


def _holder(path: Path, inode: int) -> int | None:
    """By /proc/locks: `1: FLOCK ADVISORY WRITE pid device:inode …`; waiters have an arrow."""
    for line in Path("/proc/locks").read_text("ascii").splitlines():
        words = line.split()
        if words[1] == "FLOCK" and words[5].rpartition(":")[2] == str(inode) and _has_open(words[4], path):
            return int(words[4])
    return None


def _has_open(pid: str, path: Path) -> bool:
    """Another disk may have a file of that number."""
    with suppress(OSError):
        return any(file.readlink() == path for file in Path(f"/proc/{pid}/fd").iterdir())
    return False


def _spent(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0


def watch(path: Path | None) -> None:
    """Look every few seconds, in a thread, as long as this process runs. Only Linux tells who holds a lock."""
    if path is None or fcntl is None or sys.platform != "linux":
        return
    found = StuckWriterWatchdog(path)

    def keep_looking() -> None:
        while True:
            time.sleep(EVERY)
            found.look()

    threading.Thread(target=keep_looking, name="frozen", daemon=True).start()
