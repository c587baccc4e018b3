"""Word for printing: cells and lines for the answers."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.questions import draft_problems, metadata_losses

FORMAT = "docx-sheet"
NAME = Text("Word 答题纸（打印用）", "Word, the sheet for answers")
SUFFIXES = (".docx",)
NAME_ENDS = "-sheet"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    from lms.formats.printed.word_document import (
        WordDocument,  # python-docx is loaded where a document is written, not before
    )

    page = WordDocument()
    documents.write_answer_sheet(page, drafts)
    return page.file()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*draft_problems(drafts), *metadata_losses(drafts)]
