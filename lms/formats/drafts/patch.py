"""What must be changed in one piece of JSON-able data to make it another, and changing it."""

from collections.abc import Mapping, Sequence
from typing import Any


class PatchMismatch(ValueError):
    """A change that does not fit the data it is applied to."""


def make_patch(old: Any, new: Any) -> Any:
    """A patch with patched(old, patch) == new. In a table None removes a key; {} changes nothing.

    Lists of tables are compared entry by entry if they are of one length, else {"=": …} replaces the whole.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        patch = {name: None for name in old if name not in new}
        return patch | {
            name: _change(old.get(name), value)
            for name, value in new.items()
            if name not in old or old[name] != value
        }
    return [make_patch(one, other) for one, other in zip(old, new, strict=True)]


def apply_patch(old: Any, patch: Any) -> Any:
    """`old` with the changes of a `difference`; Misfit if a list is no longer as long as it was."""
    if isinstance(patch, Mapping) and patch.keys() == {"="}:
        return patch["="]
    if isinstance(patch, Mapping) and isinstance(old, Mapping):
        out = {name: value for name, value in old.items() if patch.get(name, 0) is not None}
        changes = {name: value for name, value in patch.items() if value is not None}
        return out | {name: apply_patch(old.get(name), value) for name, value in changes.items()}
    if _is_tables(patch) and _is_tables(old):
        if len(patch) != len(old):
            raise PatchMismatch(f"{len(patch)} changes for {len(old)} entries")
        return [apply_patch(one, change) for one, change in zip(old, patch, strict=True)]
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
