"""Events of records that packages above react to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompletionRecorded:
    """A completion record was written."""

    record_id: int
