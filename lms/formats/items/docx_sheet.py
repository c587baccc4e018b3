"""Word for printing: cells and lines for the answers."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.losses import draft_problems, metadata_losses

FORMAT = "docx-sheet"
NAME = Text("Word 答题纸（打印用）", "Word, answer sheet")
SUFFIXES = (".docx",)
NAME_ENDS = "-sheet"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    # python-docx is loaded only when a document is written.
    from lms.formats.printed.word_document import WordDocument

    document = WordDocument()
    documents.write_answer_sheet(document, drafts)
    return document.as_bytes()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*draft_problems(drafts), *metadata_losses(drafts)]
