"""Word for printing: cells and lines for the answers."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed.questions import unprintable, unsaid

FORMAT = "docx-sheet"
NAME = Text("Word 答题纸（打印用）", "Word, the sheet for answers")
SUFFIXES = (".docx",)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    from lms.formats.printed.documents import (
        sheet,  # python-docx is loaded where a document is written, not before
    )

    return sheet(drafts)


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*unprintable(drafts), *unsaid(drafts)]
