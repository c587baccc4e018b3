"""What the room of records tells the rooms above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompletionRecorded:
    """A completion record was written."""

    record_id: int
