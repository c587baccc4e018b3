"""What measuring a reader needs."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def small_heap() -> Iterator[None]:
    """What other tests have left in memory is not looked through while a reader is timed."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
