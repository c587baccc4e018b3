"""Word for printing: the questions and nothing of the key."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft
from lms.formats.printed import documents
from lms.formats.printed.left_out import not_on_paper
from lms.formats.printed.questions import unprintable, unsaid

FORMAT = "docx-paper"
NAME = Text("Word 试卷（打印用）", "Word, the paper to print")
SUFFIXES = (".docx",)
NAME_ENDS = "-paper"


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    from lms.formats.printed.page import Page  # python-docx is loaded where a document is written, not before

    page = Page()
    documents.paper(page, drafts)
    return page.file()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    return [*unprintable(drafts), *not_on_paper(drafts), *unsaid(drafts)]
