"""The questions of a paper as parts of its text or document."""

from collections.abc import Sequence

from lms.domain.place import Place
from lms.formats.excerpts import Lines
from lms.formats.numbered_text.line import Line
from lms.formats.numbered_text.split import Splitter


def question_excerpts(lines: Sequence[Line]) -> Lines:
    """From each question to the next, headings between them included."""
    at: dict[Place, int] = {}
    for number, line in enumerate(lines):
        at.setdefault(line.place, number)
    starts = sorted({at[raw.place] for raw in Splitter(lines).raws})
    return Lines([(line.text, line.place) for line in lines], starts)
