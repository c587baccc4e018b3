"""Represent a part of a file with the line on which it begins."""

from typing import NamedTuple

from lms.domain.place import TextLine
from lms.domain.problem import Message, Problem

_BLANKS = " \t\n\r\0\x0b"
"""What PHP's trim removes; a full-width blank stays."""


class Span(NamedTuple):
    """Some text and the number of its first line."""

    text: str
    line: int

    def part(self, start: int, end: int | None = None) -> "Span":
        """Return the text from `start` to `end`, with its own line."""
        return Span(self.text[start:end], self.line + self.text.count("\n", 0, start))

    def strip(self) -> "Span":
        """Remove blanks at both ends."""
        if self.text and self.text[0] not in _BLANKS and self.text[-1] not in _BLANKS:
            return self
        body = self.text.lstrip(_BLANKS)
        lead = self.text[: len(self.text) - len(body)]
        return Span(body.rstrip(_BLANKS), self.line + lead.count("\n"))

    def split(self, mark: str, most: int = -1) -> "list[Span]":
        """Return the parts between the marks."""
        parts = []
        line = self.line
        for text in self.text.split(mark, most):
            parts.append(Span(text, line))
            line += text.count("\n")
        return parts


class Unusable(Exception):
    """End the reading of one question; `problem` says why. Never leaves this package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


def refusal(line: int, message: Message) -> Unusable:
    """Return the exception for a question that cannot be used."""
    return Unusable(Problem(TextLine(line), *message))


def notice(line: int, message: Message) -> Problem:
    """Return what the author should check of a question that was read."""
    return Problem(TextLine(line), *message, notice=True)
