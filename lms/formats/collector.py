"""Keeps Python's collector of cycles from looking, again and again and in vain, through what is being read."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_SELDOM = (100_000, 20, 20)
"""New objects between two looks: ten thousand questions are a million objects that all live until the end."""
_lock = threading.Lock()
_within = 0


@contextmanager
def gc_paused() -> Iterator[None]:
    """Within it the collector looks seldom; the last to leave gives it back its habit."""
    _enter(1)
    try:
        yield
    finally:
        _enter(-1)


def _enter(step: int) -> None:
    global _within
    with _lock:
        _within += step
        gc.set_threshold(*(_SELDOM if _within else _USUAL))
