"""What the catalogue says about what it does not have."""

from lms.domain.problem import Refused, Text, not_found


def no_course() -> Refused:
    """A course that does not exist or is closed."""
    return not_found(Text("课程", "course"))


def no_lesson() -> Refused:
    """A lesson that the course does not have."""
    return not_found(Text("课", "lesson"))


def no_file() -> Refused:
    """A file that the course does not have."""
    return not_found(Text("文件", "file"))
