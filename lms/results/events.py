"""Events of results that packages above react to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SittingScored:
    """A sitting's result is final and released: from now on it counts."""

    sitting_id: int
    person_id: int
    exam_id: int
    passed: bool
