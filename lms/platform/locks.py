"""Locks between processes of an installation, on files of the data folder; they end with their process."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: one process there
    fcntl = None  # type: ignore[assignment]

SERVING = "serving.lock"
"""Shared by every process that serves a data folder; replacing the database needs it exclusively."""


@contextlib.contextmanager
def hold(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of this file inside the block, shared or exclusively.

    Yield whether it is held: always, unless `wait` is False and another process has it.
    """
    if fcntl is None:
        yield True
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
