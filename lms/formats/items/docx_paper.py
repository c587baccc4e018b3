"""Word for printing: the questions and nothing of the key."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.losses import paper_losses
from lms.formats.printed.questions import draft_problems, metadata_losses

FORMAT = "docx-paper"
NAME = Text("Word 试卷（打印用）", "Word, the paper to print")
SUFFIXES = (".docx",)
NAME_ENDS = "-paper"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    from lms.formats.printed.word_document import (
        WordDocument,  # python-docx is loaded where a document is written, not before
    )

    page = WordDocument()
    documents.write_paper(page, drafts)
    return page.file()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*draft_problems(drafts), *paper_losses(drafts), *metadata_losses(drafts)]
