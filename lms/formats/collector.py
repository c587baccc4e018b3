"""Keep Python's garbage collector from scanning, in vain, what a reader is building."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL_THRESHOLD = gc.get_threshold()
_RARE_THRESHOLD = (100_000, 20, 20)
"""New objects between two collections: ten thousand questions are a million objects that all live until the end."""
_lock = threading.Lock()
_active = 0


@contextmanager
def gc_paused() -> Iterator[None]:
    """Make the collector run rarely inside the block; the last block to end restores its usual threshold."""
    _change_active(1)
    try:
        yield
    finally:
        _change_active(-1)


def _change_active(step: int) -> None:
    global _active
    with _lock:
        _active += step
        gc.set_threshold(*(_RARE_THRESHOLD if _active else _USUAL_THRESHOLD))
