"""The door of the room: every page of doors/."""

from lms.delivery.doors import answer_files, bp, hold, papers, sitting

__all__ = ["answer_files", "bp", "hold", "papers", "sitting"]
