"""The part of a file around a question, so that one that cannot be read can be corrected by itself."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from lms.domain.place import Place

Key = tuple[int, int]
"""Which part of a file: its sheet and row, or its first line. Keys are in the order of the file."""


class Excerpts(Protocol):
    """Finds the part of a file that a place belongs to."""

    def key(self, where: Place) -> Key | None:
        """The part; None for a place that belongs to none."""

    def text(self, key: Key) -> str:
        """The part as text that the format, or that of papers, can read."""

    def place(self, key: Key) -> Place:
        """Where the part begins."""


class Lines:
    """Of a text or a document: from the first line of a question to the next question."""

    def __init__(self, lines: Sequence[tuple[str, Place]], starts: Sequence[int]) -> None:
        """`lines` with their places; `starts` are the indexes of those that begin a question, in order."""
        self._lines, self._starts = lines, starts
        self._at: dict[Place, int] = {}
        for number, (_, place) in enumerate(lines):
            self._at.setdefault(place, number)
            self._at.setdefault(place.without_quotes, number)

    def key(self, where: Place) -> Key | None:
        """See Excerpts."""
        place = where.outermost
        line = self._at.get(place, self._at.get(place.without_quotes))
        if line is None or not self._starts or line < self._starts[0]:
            return None
        return 0, self._starts[bisect_right(self._starts, line) - 1]

    def text(self, key: Key) -> str:
        """See Excerpts."""
        after = bisect_right(self._starts, key[1])
        end = self._starts[after] if after < len(self._starts) else len(self._lines)
        return "\n".join(text for text, _ in self._lines[key[1] : end]).strip("\n")

    def place(self, key: Key) -> Place:
        """See Excerpts."""
        return self._lines[key[1]][1]


NO_EXCERPTS = Lines((), ())
"""Of a format that does not keep the parts of a file apart."""
