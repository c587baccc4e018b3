"""The doors of this room: to import them is to open them."""

from lms.exams.doors import arrange, bp, compose, facts, judge, parts, rehearse, tasks

__all__ = ["arrange", "bp", "compose", "facts", "judge", "parts", "rehearse", "tasks"]
