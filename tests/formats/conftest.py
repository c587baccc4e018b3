"""Fixtures for tests that time a reader."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def small_heap() -> Iterator[None]:
    """Keep the garbage collector from scanning what other tests have left in memory."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
