"""Looks at the lines of a paper, each once, and ahead: what a line is often shows in those that follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.formats.numbered_text.fields import split_fields
from lms.formats.numbered_text.headings import QuestionStart, parse_heading, parse_start
from lms.formats.numbered_text.line import Line, Section
from lms.formats.numbered_text.options import bare_option_letter, inline_options, option_letter
from lms.formats.numbered_text.stem import TYPED

_LONGEST = 1000
_SHORT = 20
_AHEAD = 40
"""No option or answer further below belongs to a line."""


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A line by itself: the heading or the number it may begin with, its option letter, its fields."""

    heading: Section | None
    start: QuestionStart | None
    label: str
    words: str
    """What stands before the first field."""
    fields: Sequence[tuple[str, str]]
    typed: bool = False
    """It begins or ends with its kind in brackets."""

    @property
    def is_mark(self) -> bool:
        """Whether it is more than words: a heading, the first line of a question, an option A, a field."""
        return self.heading is not None or self.start is not None or self.label == "a" or bool(self.fields)


_BLANK = ParsedLine(None, None, "", "", ())


class ParsedLines:
    """The looks of all lines, made when they are asked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._looks: list[ParsedLine | None] = [None] * len(lines)
        self._short: dict[str, ParsedLine] = {}
        self._clear = (0, 0)
        """From the first line to before the second no line is a mark; `first_mark` looks at each only once."""

    def at(self, place: int) -> ParsedLine:
        """The look of one line."""
        look = self._looks[place]
        if look is None:
            look = self._looks[place] = self._look(self.lines[place].text)
        return look

    def _look(self, text: str) -> ParsedLine:
        """Short lines are often the same: 答案：A, 正确."""
        if len(text) > _SHORT:
            return _parse(text)
        look = self._short.get(text)
        if look is None:
            look = self._short[text] = _parse(text)
        return look

    def fields_of(self, text: str) -> tuple[str, Sequence[tuple[str, str]]]:
        """What stands before the first field of these words, and the fields."""
        if len(text) > _SHORT:
            return split_fields(text)
        look = self._look(text)
        return look.words, look.fields

    def asks_here(self, place: int) -> bool:
        """Whether options or an answer follow a line at once, so that it is a question itself."""
        for at in range(place + 1, min(place + 3, len(self.lines))):
            if not self.lines[at].blank:
                look = self.at(at)
                return look.start is None and (look.label == "a" or bool(look.fields))
        return False

    def asks(self, place: int) -> bool:
        """Whether options or an answer come before the next number in the same style."""
        here = self.at(place)
        if here.fields or inline_options(self.lines[place].text)[1]:
            return True
        style = here.start.style if here.start else ""
        for at in range(place + 1, min(place + _AHEAD, len(self.lines))):
            look = self.at(at)
            if look.heading is not None or (look.start and look.start.style == style):
                return False
            if look.label == "a" or look.fields:
                return True
        return False

    def first_mark(self, place: int) -> str:
        """What comes first from a line on: "a" for an option A, "answer", another "field", "start" of another
        question, "" for nothing."""
        look = self.at(place)
        if not look.fields:
            at = self._next_mark(place + 1, min(place + _AHEAD, len(self.lines)))
            if at is None:
                return ""
            look = self.at(at)
            if look.heading is not None or look.start is not None:
                return "start"
            if look.label == "a":
                return "a"
        return "answer" if any(name == "answer" for name, _ in look.fields) else "field"

    def _next_mark(self, place: int, end: int) -> int | None:
        first, until = self._clear if self._clear[0] <= place <= self._clear[1] else (place, place)
        while until < end and not self.at(until).is_mark:
            until += 1
        self._clear = (first, until)
        return until if until < end else None

    def second_follows(self, place: int) -> bool:
        """Whether another option stands below, before anything else than more words: a B, or a C where B is missing."""
        for at in range(place + 1, min(place + _AHEAD, len(self.lines))):
            look = self.at(at)
            if look.label in ("b", "c", "d") or bare_option_letter(self.lines[at].text) == "b":
                return True
            if look.heading is not None or look.fields:
                return False
        return False

    def last_option(self) -> int:
        """The last line that begins an option A; -1 if none does. A list of answers stands below it."""
        return next((at for at in range(len(self.lines) - 1, -1, -1) if self.at(at).label == "a"), -1)

    def next_text(self, place: int) -> str:
        """The next line that is not blank, "" if it is far."""
        return next((line.text for line in self.lines[place + 1 : place + 4] if not line.blank), "")


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
        TYPED.fullmatch(words[:_LONGEST]) is not None,
    )
