"""The doors of this room: to import them is to open them."""

from lms.bank.doors import (
    bp,
    cases,
    editor,
    export,
    import_after,
    imports,
    items,
    many,
    pictures,
    quick,
    review,
    tasks,
    text,
)

__all__ = [
    "bp",
    "cases",
    "editor",
    "export",
    "import_after",
    "imports",
    "items",
    "many",
    "pictures",
    "quick",
    "review",
    "tasks",
    "text",
]
