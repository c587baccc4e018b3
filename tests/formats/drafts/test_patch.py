"""A patch turns one piece of data into another, and is refused where it no longer fits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.formats.drafts.patch import PatchMismatch, apply_patch, make_patch

NAMES = st.sampled_from("abc")
VALUES = st.recursive(
    st.integers(0, 2) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3) | st.lists(st.dictionaries(NAMES, inner, max_size=2), max_size=3),
)  # fmt: skip
TABLES = st.dictionaries(NAMES, VALUES, max_size=3)


@given(TABLES, TABLES)
def test_a_patch_turns_the_old_data_into_the_new(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert apply_patch(old, make_patch(old, new)) == new


def test_a_patch_holds_only_what_changes() -> None:
    old = {"a": [{"x": 1, "y": 2}, {"x": 3}], "b": 1}
    assert make_patch(old, {"a": [{"x": 1}, {"x": 3, "z": 4}], "b": 1}) == {"a": [{"y": None}, {"z": 4}]}


def test_a_list_that_lost_an_entry_is_a_mismatch() -> None:
    with pytest.raises(PatchMismatch):
        apply_patch({"a": [{"x": 1}]}, {"a": [{}, {"y": 2}]})
