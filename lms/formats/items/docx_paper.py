"""Word for printing: the questions without the key."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.losses import draft_problems, exam_losses, metadata_losses

FORMAT = "docx-paper"
NAME = Text("Word 试卷（打印用）", "Word, printed exam")
SUFFIXES = (".docx",)
NAME_ENDS = "-paper"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    # python-docx is loaded only when a document is written.
    from lms.formats.printed.word_document import WordDocument

    document = WordDocument()
    documents.write_exam(document, drafts)
    return document.as_bytes()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*draft_problems(drafts), *exam_losses(drafts), *metadata_losses(drafts)]
