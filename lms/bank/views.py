"""The doors of this room: to import them is to open them."""

from lms.bank.doors import bp, editor, import_after, imports, items, review, tasks, text

__all__ = ["bp", "editor", "import_after", "imports", "items", "review", "tasks", "text"]
