"""The part of a file around a question, so that a question that cannot be read can be corrected by itself."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from lms.domain.place import Place

Key = tuple[int, int]
"""A part of a file: its sheet and row, or 0 and its first line. Keys sort in the order of the file."""


class Excerpts(Protocol):
    """The parts of a file, found by a place in them."""

    def key(self, where: Place) -> Key | None:
        """Return the key of the part at this place, or None if there is none."""

    def text(self, key: Key) -> str:
        """Return the part as text that its own format, or that of plain text papers, can read."""

    def place(self, key: Key) -> Place:
        """Return where the part begins."""


class Lines:
    """The questions of a text or a document, each from its first line to the next question."""

    def __init__(self, lines: Sequence[tuple[str, Place]], starts: Sequence[int]) -> None:
        """Take the lines with their places, and the indexes of those that begin a question, in order."""
        self._lines, self._starts = lines, starts
        self._index_of: dict[Place, int] = {}
        for index, (_, place) in enumerate(lines):
            self._index_of.setdefault(place, index)
            self._index_of.setdefault(place.without_quotes, index)

    def key(self, where: Place) -> Key | None:
        """Implement Excerpts."""
        place = where.outermost
        index = self._index_of.get(place, self._index_of.get(place.without_quotes))
        if index is None or not self._starts or index < self._starts[0]:
            return None
        return 0, self._starts[bisect_right(self._starts, index) - 1]

    def text(self, key: Key) -> str:
        """Implement Excerpts."""
        following = bisect_right(self._starts, key[1])
        end = self._starts[following] if following < len(self._starts) else len(self._lines)
        return "\n".join(text for text, _ in self._lines[key[1] : end]).strip("\n")

    def place(self, key: Key) -> Place:
        """Implement Excerpts."""
        return self._lines[key[1]][1]


NO_EXCERPTS = Lines((), ())
"""For a format that does not separate the questions of a file."""
