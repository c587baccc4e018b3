"""The doors of this room: to import them is to open them."""

from lms.bank.doors import bp, editor, items, review, tasks, text

__all__ = ["bp", "editor", "items", "review", "tasks", "text"]
