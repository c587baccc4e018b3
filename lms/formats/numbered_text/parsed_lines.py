"""Parse each line once, and search the lines after it: what a line is often depends on those that follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.formats.numbered_text.fields import split_fields
from lms.formats.numbered_text.headings import QuestionStart, parse_heading, parse_start
from lms.formats.numbered_text.line import Line, Section
from lms.formats.numbered_text.options import bare_option_letter, inline_options, option_letter
from lms.formats.numbered_text.stem import KIND_NAMED

_LONGEST = 1000
_SHORT = 20
_FARTHEST = 40
"""How many lines below a line its options or answer may begin."""


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A line by itself: the heading or the number it may begin with, its option letter, its fields."""

    heading: Section | None
    start: QuestionStart | None
    letter: str
    words: str
    """The words before the first field."""
    fields: Sequence[tuple[str, str]]
    names_kind: bool = False
    """It begins or ends with its kind in brackets."""

    @property
    def is_marker(self) -> bool:
        """Whether it is more than words: a heading, the first line of a question, an option A, a field."""
        return self.heading is not None or self.start is not None or self.letter == "a" or bool(self.fields)


_BLANK = ParsedLine(None, None, "", "", ())


class ParsedLines:
    """All lines, each parsed when it is needed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._parsed: list[ParsedLine | None] = [None] * len(lines)
        self._short: dict[str, ParsedLine] = {}
        self._clear = (0, 0)
        """From the first line to before the second no line is a marker; so `first_marker` reads each only once."""

    def at(self, index: int) -> ParsedLine:
        """Return one line, parsed."""
        parsed = self._parsed[index]
        if parsed is None:
            parsed = self._parsed[index] = self._parse_once(self.lines[index].text)
        return parsed

    def _parse_once(self, text: str) -> ParsedLine:
        """Parse equal short lines once: 答案：A or 正确 occur often."""
        if len(text) > _SHORT:
            return _parse(text)
        parsed = self._short.get(text)
        if parsed is None:
            parsed = self._short[text] = _parse(text)
        return parsed

    def fields_of(self, text: str) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the words before the first field of a text, and the fields."""
        if len(text) > _SHORT:
            return split_fields(text)
        parsed = self._parse_once(text)
        return parsed.words, parsed.fields

    def is_question_itself(self, index: int) -> bool:
        """Whether options or an answer follow directly, so that a line like a heading is a question."""
        for below in range(index + 1, min(index + 3, len(self.lines))):
            if not self.lines[below].blank:
                parsed = self.at(below)
                return parsed.start is None and (parsed.letter == "a" or bool(parsed.fields))
        return False

    def has_options_or_answer(self, index: int) -> bool:
        """Whether options or an answer come before the next number in the same style."""
        parsed = self.at(index)
        if parsed.fields or inline_options(self.lines[index].text)[1]:
            return True
        style = parsed.start.style if parsed.start else ""
        for below in range(index + 1, min(index + _FARTHEST, len(self.lines))):
            parsed = self.at(below)
            if parsed.heading is not None or (parsed.start and parsed.start.style == style):
                return False
            if parsed.letter == "a" or parsed.fields:
                return True
        return False

    def first_marker(self, index: int) -> str:
        """Return what comes first from a line on: "a" for an option A, "answer", another "field", the "start" of
        another question; "" if nothing does."""
        parsed = self.at(index)
        if not parsed.fields:
            marker = self._next_marker(index + 1, min(index + _FARTHEST, len(self.lines)))
            if marker is None:
                return ""
            parsed = self.at(marker)
            if parsed.heading is not None or parsed.start is not None:
                return "start"
            if parsed.letter == "a":
                return "a"
        return "answer" if any(name == "answer" for name, _ in parsed.fields) else "field"

    def _next_marker(self, index: int, end: int) -> int | None:
        first, until = self._clear if self._clear[0] <= index <= self._clear[1] else (index, index)
        while until < end and not self.at(until).is_marker:
            until += 1
        self._clear = (first, until)
        return until if until < end else None

    def second_follows(self, index: int) -> bool:
        """Whether another option follows before anything but more words: a B, or a C where B is missing."""
        for below in range(index + 1, min(index + _FARTHEST, len(self.lines))):
            parsed = self.at(below)
            if parsed.letter in ("b", "c", "d") or bare_option_letter(self.lines[below].text) == "b":
                return True
            if parsed.heading is not None or parsed.fields:
                return False
        return False

    def last_option(self) -> int:
        """Return the last line that begins an option A, -1 if none does. A list of answers comes after it."""
        return next((at for at in range(len(self.lines) - 1, -1, -1) if self.at(at).letter == "a"), -1)

    def next_text(self, index: int) -> str:
        """Return the next line that is not blank, "" if it is far."""
        return next((line.text for line in self.lines[index + 1 : index + 4] if not line.blank), "")


def _parse(text: str) -> ParsedLine:
    if not text.strip():
        return _BLANK
    words, fields = split_fields(text)
    return ParsedLine(
        parse_heading(text),
        parse_start(text),
        option_letter(text),
        words,
        fields,
        KIND_NAMED.fullmatch(words[:_LONGEST]) is not None,
    )
