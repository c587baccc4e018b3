"""Events of records that packages above react to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompletionRecorded:
    """A completion record was written."""

    record_id: int


@dataclass(frozen=True, slots=True)
class CompletionWithdrawn:
    """A completion record does not count any more."""

    record_ids: tuple[int, ...]
    """Of the record and of the entries that had corrected it, without the one that withdraws it."""
    by_id: int
    reason: str
