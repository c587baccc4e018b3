"""Events of learning that packages above react to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """A person has completed a course for the first time."""

    person_id: int
    course_id: int
    version_id: int
    sitting_id: int | None
