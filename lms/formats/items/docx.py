"""Word: numbered questions as offices write them, with Word's own numbering, tables and soft line breaks."""

from lms.domain.place import named
from lms.domain.problem import Problem, Text
from lms.formats import item_messages
from lms.formats.excerpts import NO_EXCERPTS, Excerpts
from lms.formats.item import Reading
from lms.formats.numbered_text.excerpts import question_excerpts
from lms.formats.numbered_text.messages import NO_QUESTION
from lms.formats.numbered_text.read import read_numbered_text
from lms.formats.word.document import read_document

FORMAT = "docx"
NAME = Text("Word 文档（.docx）", "Word document (.docx)")
SUFFIXES = (".docx", ".docm", ".doc", ".wps")
CALLED = (1, Text("Word", "Word"))
POINTS_ARE_OPTIONAL = True

_MOST_MEGABYTES = 64


def recognises(data: bytes, filename: str) -> bool:
    """Whether it is a ZIP file with the main part of a Word document."""
    return data.startswith(b"PK\x03\x04") and b"word/document.xml" in data


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    if len(data) > _MOST_MEGABYTES * 1024 * 1024:
        return Reading(problems=[item_messages.word_file_too_large(filename, _MOST_MEGABYTES)])
    document = read_document(data)
    if isinstance(document, Problem):
        return Reading(problems=[document.at(named(filename))])
    reading = read_numbered_text(document.lines)
    return Reading(reading.drafts, [*document.notes, *reading.problems]).with_filename(filename, *NO_QUESTION)


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    document = read_document(data)
    return NO_EXCERPTS if isinstance(document, Problem) else question_excerpts(document.lines)
