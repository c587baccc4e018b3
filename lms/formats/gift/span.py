"""A stretch of a file that knows on which line it begins."""

from typing import NamedTuple

from lms.domain.place import Place, TextLine
from lms.domain.problem import Problem, Text

_BLANKS = " \t\n\r\0\x0b"
"""What PHP's trim takes away; a full-width blank stays."""


class Span(NamedTuple):
    """Some text and the number of its first line."""

    text: str
    line: int

    def part(self, start: int, end: int | None = None) -> "Span":
        """The text from `start` to `end`, at its own line."""
        return Span(self.text[start:end], self.line + self.text.count("\n", 0, start))

    def strip(self) -> "Span":
        """Without blanks at either end."""
        if self.text and self.text[0] not in _BLANKS and self.text[-1] not in _BLANKS:
            return self
        body = self.text.lstrip(_BLANKS)
        lead = self.text[: len(self.text) - len(body)]
        return Span(body.rstrip(_BLANKS), self.line + lead.count("\n"))

    def split(self, mark: str, most: int = -1) -> "list[Span]":
        """The parts between the marks."""
        parts = []
        line = self.line
        for text in self.text.split(mark, most):
            parts.append(Span(text, line))
            line += text.count("\n")
        return parts


class Unusable(Exception):
    """Ends the reading of one question; never leaves this package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


def place(line: int) -> Place:
    """How a reader finds it."""
    return TextLine(line)


def trouble(line: int, what: Text, how: Text) -> Problem:
    """Something wrong at a line."""
    return Problem(place(line), what, how)


def refuse(line: int, what: Text, how: Text) -> Unusable:
    """The exception for a question that cannot be used."""
    return Unusable(trouble(line, what, how))
