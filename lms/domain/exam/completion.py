"""When a course is completed: lessons read, check questions answered rightly, its exam passed."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a course asks for."""

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
    """What is left to do, in the order of the course."""

    lessons: tuple[str, ...]
    checks: tuple[str, ...]
    exam: bool

    @property
    def nothing(self) -> bool:
        """Whether the course is completed."""
        return not (self.lessons or self.checks or self.exam)


def missing(asked: Requirements, done: Achieved) -> Missing:
    """What `done` lacks of `asked`. Doing more than asked does no harm."""
    return Missing(
        tuple(lesson for lesson in asked.lessons if lesson not in done.lessons),
        tuple(check for check in asked.checks if check not in done.checks),
        asked.exam and not done.exam_passed,
    )


def percent(asked: Requirements, left: Missing) -> int:
    """How far somebody is, in whole percent, rounded down; each lesson, check and the exam is one step."""
    steps = len(asked.lessons) + len(asked.checks) + int(asked.exam)
    open_steps = len(left.lessons) + len(left.checks) + int(left.exam)
    return 100 if not steps else (steps - open_steps) * 100 // steps
