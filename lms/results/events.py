"""What the room of results tells the rooms above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SittingScored:
    """A sitting's result is final and released: from now on it counts."""

    sitting_id: int
    person_id: int
    exam_id: int
    passed: bool
