"""Locks between processes: shared ones go together, one alone excludes all."""

import pytest

from lms.platform.locks import hold


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_only_shared_locks_can_be_held_together(tmp_path, first, second, held):
    with (
        hold(tmp_path / "lock", shared=first) as one,
        hold(tmp_path / "lock", shared=second, wait=False) as two,
    ):
        assert (one, two) == (True, held)


def test_a_lock_ends_with_its_block(tmp_path):
    with hold(tmp_path / "lock"):
        pass
    with hold(tmp_path / "lock", wait=False) as held:
        assert held
