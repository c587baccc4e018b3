"""Give letters to options that Word numbers 1. 2. 3. or marks with dots, where the answer names letters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lms.formats.drafts.option_answer import options_named
from lms.formats.numbered_text.fields import split_fields
from lms.formats.numbered_text.line import Line
from lms.formats.numbered_text.options import option_letter

_MOST = 26


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, the list that Word counts it in ("" for none), and the number that Word shows."""

    line: Line
    list: str = ""
    label: str = ""

    @property
    def text(self) -> str:
        """The text without the number."""
        return self.line.text.removeprefix(self.label).strip()


def with_letters(entries: Sequence[Entry]) -> Iterator[Line]:
    """Yield the lines; a list between a question and the answer that names its entries gets letters."""
    filled = [entry for entry in entries if not entry.line.blank]
    options: dict[int, str] = {}
    for first, last in _runs(filled):
        answer = _answer(filled[last].line) if last < len(filled) else ""
        texts = [entry.text for entry in filled[first:last]]
        named = options_named(answer, texts) if answer else None
        if first and named and max(named) < len(texts) and not option_letter(filled[first].line.text):
            options |= {id(filled[first + at]): chr(ord("A") + at) for at in range(len(texts))}
    for entry in entries:
        letter = options.get(id(entry))
        yield replace(entry.line, text=f"{letter}. {entry.text}") if letter else entry.line


def _runs(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Yield start and end of two or more successive entries of the same list."""
    first = 0
    for at in range(1, len(entries) + 1):
        if at == len(entries) or entries[at].list != entries[first].list:
            if entries[first].list and 2 <= at - first <= _MOST:
                yield first, at
            first = at


def _answer(line: Line) -> str:
    other_text, fields = split_fields(line.text)
    return dict(fields).get("answer", "") if not other_text.strip() else ""
