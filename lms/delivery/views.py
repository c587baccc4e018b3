"""The door of the room: every page of doors/."""

from lms.delivery.doors import (
    answer_files,
    board,
    bp,
    candidates,
    decide,
    hold,
    papers,
    sitting,
    statuses,
    watched,
)

__all__ = [
    "answer_files",
    "board",
    "bp",
    "candidates",
    "decide",
    "hold",
    "papers",
    "sitting",
    "statuses",
    "watched",
]
