"""Word for printing: questions with keys, marks and reasons, which the Word reader takes back."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.losses import key_losses
from lms.formats.printed.questions import draft_problems, metadata_losses

FORMAT = "docx-key"
NAME = Text("Word 参考答案（打印用）", "Word, the key")
SUFFIXES = (".docx",)
NAME_ENDS = "-key"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    from lms.formats.printed.word_document import (
        WordDocument,  # python-docx is loaded where a document is written, not before
    )

    page = WordDocument()
    documents.write_key(page, drafts)
    return page.file()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*draft_problems(drafts), *key_losses(drafts), *metadata_losses(drafts)]
