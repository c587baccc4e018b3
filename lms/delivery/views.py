"""The door of the room: every page of doors/."""

from lms.delivery.doors import (
    accommodations,
    answer_files,
    board,
    bp,
    candidates,
    decide,
    hold,
    papers,
    sitting,
    statuses,
    transcripts,
    watched,
)

__all__ = [
    "accommodations",
    "answer_files",
    "board",
    "bp",
    "candidates",
    "decide",
    "hold",
    "papers",
    "sitting",
    "statuses",
    "transcripts",
    "watched",
]
