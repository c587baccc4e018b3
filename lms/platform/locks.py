"""Locks between processes of one installation, held in files of the data folder; they end with their process."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: one process there
    fcntl = None  # type: ignore[assignment]

SERVING = "serving.lock"
"""Shared by every process that serves a data folder; whoever replaces the database holds it alone."""


@contextlib.contextmanager
def hold(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of this file inside the block; many may share it, one alone excludes the others.

    Yields whether it is held: always, unless `wait` is False and somebody else has it.
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
