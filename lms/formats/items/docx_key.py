"""Word for printing: questions with keys, points and explanations, which can be imported from Word."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.losses import draft_problems, key_losses, metadata_losses

FORMAT = "docx-key"
NAME = Text("Word 参考答案（打印用）", "Word, answer key")
SUFFIXES = (".docx",)
NAME_ENDS = "-key"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    # python-docx is loaded only when a document is written.
    from lms.formats.printed.word_document import WordDocument

    document = WordDocument()
    documents.write_key(document, drafts)
    return document.as_bytes()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*draft_problems(drafts), *key_losses(drafts), *metadata_losses(drafts)]
