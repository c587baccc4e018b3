"""The door of the room: every page of doors/."""

from lms.delivery.doors import (
    accommodations,
    additions,
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
    "additions",
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
