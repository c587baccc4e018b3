"""Find the lines of each question, to show problems with its text."""

from collections.abc import Sequence

from lms.domain.place import Place
from lms.formats.excerpts import Lines
from lms.formats.numbered_text.line import Line
from lms.formats.numbered_text.split import Splitter


def question_excerpts(lines: Sequence[Line]) -> Lines:
    """Return the lines from each question to the next, including headings between them."""
    indexes: dict[Place, int] = {}
    for index, line in enumerate(lines):
        indexes.setdefault(line.place, index)
    starts = sorted({indexes[raw.place] for raw in Splitter(lines).raws})
    return Lines([(line.text, line.place) for line in lines], starts)
