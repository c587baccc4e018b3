"""Word for printing: cells and lines for the answers."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.questions import unprintable, unsaid

FORMAT = "docx-sheet"
NAME = Text("Word 答题纸（打印用）", "Word, the sheet for answers")
SUFFIXES = (".docx",)
NAME_ENDS = "-sheet"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    from lms.formats.printed.page import Page  # python-docx is loaded where a document is written, not before

    page = Page()
    documents.sheet(page, drafts)
    return page.file()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*unprintable(drafts), *unsaid(drafts)]
