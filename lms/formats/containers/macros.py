"""Refuse files that contain programs."""

from collections.abc import Iterable

from lms.domain.problem import Problem
from lms.formats.containers import messages

_MACRO_PARTS = ("vbaproject.bin", "_vba_project", "vbadata.xml", "activex1.bin")


def macro_problem(names: Iterable[str]) -> Problem | None:
    """Return why a file with these parts is refused; None if none of them is a program."""
    has_macros = any(name.lower().rpartition("/")[2] in _MACRO_PARTS for name in names)
    return messages.MACROS if has_macros else None
