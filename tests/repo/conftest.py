"""A world in which every address leads somewhere."""

import pytest

from tests.repo.world import World


@pytest.fixture
def world(db, cast, data_dir, now) -> World:
    return World(db, cast, data_dir, now)
