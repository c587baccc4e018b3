"""When a course is completed: lessons read, check questions answered correctly, its exam passed."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a course requires."""

    lessons: Collection[str]
    checks: Collection[str]
    exam: bool


@dataclass(frozen=True, slots=True)
class Achieved:
    """What a person has done of it."""

    lessons: Collection[str]
    checks: Collection[str]
    exam_passed: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What remains to be done, in the order of the course."""

    lessons: tuple[str, ...]
    checks: tuple[str, ...]
    exam: bool

    @property
    def is_empty(self) -> bool:
        """Whether the course is completed."""
        return not (self.lessons or self.checks or self.exam)


def missing(required: Requirements, achieved: Achieved) -> Missing:
    """Return what is required and not achieved. More than is required does no harm."""
    return Missing(
        tuple(lesson for lesson in required.lessons if lesson not in achieved.lessons),
        tuple(check for check in required.checks if check not in achieved.checks),
        required.exam and not achieved.exam_passed,
    )


def percent(required: Requirements, remaining: Missing) -> int:
    """Return the progress in whole percent, rounded down; each lesson, check and the exam is one step."""
    steps = len(required.lessons) + len(required.checks) + int(required.exam)
    open_steps = len(remaining.lessons) + len(remaining.checks) + int(remaining.exam)
    return 100 if not steps else (steps - open_steps) * 100 // steps
