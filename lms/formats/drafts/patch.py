"""Patches of JSON-able data: make one from two values, and apply it."""

from collections.abc import Mapping, Sequence
from typing import Any


class PatchMismatch(ValueError):
    """Raised when a patch does not fit the data that it is applied to."""


def make_patch(old: Any, new: Any) -> Any:
    """Return a patch with apply_patch(old, patch) == new. In a table None removes a key; {} is no change.

    Lists of tables are compared entry by entry if they have the same length, else {"=": …} replaces the list.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        patch = {name: None for name in old if name not in new}
        return patch | {
            name: _change(old.get(name), value)
            for name, value in new.items()
            if name not in old or old[name] != value
        }
    return [make_patch(before, after) for before, after in zip(old, new, strict=True)]


def apply_patch(old: Any, patch: Any) -> Any:
    """Return `old` with the patch applied; raise PatchMismatch if a list has another length than before."""
    if isinstance(patch, Mapping) and patch.keys() == {"="}:
        return patch["="]
    if isinstance(patch, Mapping) and isinstance(old, Mapping):
        out = {name: value for name, value in old.items() if patch.get(name, 0) is not None}
        changes = {name: value for name, value in patch.items() if value is not None}
        return out | {name: apply_patch(old.get(name), value) for name, value in changes.items()}
    if _is_tables(patch) and _is_tables(old):
        if len(patch) != len(old):
            raise PatchMismatch(f"{len(patch)} changes for {len(old)} entries")
        return [apply_patch(entry, change) for entry, change in zip(old, patch, strict=True)]
    return patch


def _change(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return make_patch(old, new)
    if _is_tables(old) and _is_tables(new):
        return make_patch(old, new) if len(old) == len(new) else {"=": new}
    return new


def _is_tables(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and all(isinstance(v, Mapping) for v in value)
    )
