"""A queue in front of SQLite's one writer, shared by all processes of an installation.

SQLite itself waits by sleeping and retrying, so that an unlucky writer waits a second while others
overtake it. A file lock wakes its waiters instead. It is held from BEGIN to the return of the connection.
"""

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

try:
    import fcntl
except ImportError:  # Windows: SQLite's busy_timeout alone keeps order there
    fcntl = None  # type: ignore[assignment]

_FILE = "write_queue.file"
_HELD = "write_queue.held"


def queue_of(url: str) -> Path | None:
    """Return the file of the queue of a database; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(f"{parsed.database}.queue") if parsed.get_backend_name() == "sqlite" else None


class WriteQueue:
    """`enter` waits for the turn, `leave` passes it on; `info` is the dictionary of the pooled connection."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def enter(self, info: MutableMapping[Any, Any]) -> None:
        """Wait until no other connection of any process is writing."""
        if fcntl is None or self.path is None or info.get(_HELD):
            return
        if _FILE not in info or info.get("write_queue.pid") != os.getpid():
            info[_FILE] = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            info["write_queue.pid"] = os.getpid()
        fcntl.flock(info[_FILE], fcntl.LOCK_EX)
        info[_HELD] = True

    def leave(self, info: MutableMapping[Any, Any]) -> None:
        """Let the next one write."""
        if info.pop(_HELD, False):
            fcntl.flock(info[_FILE], fcntl.LOCK_UN)
