"""What the room of learning tells the rooms above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """A person has done everything a course asks for, for the first time."""

    person_id: int
    course_id: int
    version_id: int
    sitting_id: int | None
