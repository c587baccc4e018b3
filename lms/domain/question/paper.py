"""Questions on paper: what is printed below the stem, where the answer is written, and the key in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import unescape

from lms.domain.problem import Text
from lms.domain.text.marks import share_text

_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A line below the stem: "A. 请示". Responses use its `id`; `html` is sanitised inline HTML."""

    mark: str
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """What a paper prints for a question in addition to its stem, and the space for the answer.

    A question without prompts, gaps and characters is answered in one cell of the answer sheet.
    """

    prompts: tuple[PrintedRow, ...] = ()
    """Rows that are answered one by one, each on its own line of the answer sheet: left sides, actions."""
    choices: tuple[PrintedRow, ...] = ()
    """Rows that answers refer to by letter: options, right sides, entries to be put in order."""
    gaps: int = 0
    """The number of gaps in the stem, each with its own line on the answer sheet."""
    characters: int = 0
    """The approximate length of an answer in running text; 0 if the answer is not running text."""
    how: Text | None = None
    """How to write the answer, unless the rules at the top of a paper explain it already.

    They explain: letters for the choices of 选择题, 对 or 错, and 1-B 2-A for pairs.
    """

    @property
    def is_short(self) -> bool:
        """Return whether the answer fits in a cell."""
        return not (self.prompts or self.gaps or self.characters)

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        """Return all rows below the stem, from top to bottom."""
        return (*self.prompts, *self.choices)


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """The key of a question in Chinese, as printed on the sheet of answers."""

    answer: str
    """Written so that `lms.formats.numbered_text` reads it, if it knows the kind; "" for no answer."""
    marking: tuple[str, ...] = ()
    """Further notes for a marker that no field of the form contains: what earns a share, and when."""


def letter(index: int) -> str:
    """Return A, B, … Z, AA, AB, … for 0, 1, …"""
    return letter(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)


def lettered(rows: Iterable[Mapping[str, str]]) -> tuple[PrintedRow, ...]:
    """Return rows of `[{id, text}]`, in the order of this paper, marked A, B, …"""
    return tuple(PrintedRow(letter(index), row["id"], row["text"]) for index, row in enumerate(rows))


def numbered(rows: Iterable[Mapping[str, str]]) -> tuple[PrintedRow, ...]:
    """Return rows of `[{id, text}]`, marked 1, 2, …"""
    return tuple(PrintedRow(str(number), row["id"], row["text"]) for number, row in enumerate(rows, 1))


def marks_by_id(rows: Iterable[PrintedRow]) -> dict[str, str]:
    """Return the mark on paper of each id."""
    return {row.id: row.mark for row in rows}


def untranslated(words: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(words, words)


def share_notes(answers: Iterable[tuple[str, Fraction]]) -> tuple[str, ...]:
    """Return, for a printed key, what answers with less than the full mark earn: “公函”得 1/2."""
    return tuple(f"“{text}”得 {share_text(fraction)}" for text, fraction in answers if fraction != 1)


def full_mark_answers(answers: Iterable[tuple[str, Fraction]]) -> str:
    """Return, for a printed key, the answers that earn the full mark: 纪要;会议纪要."""
    return ";".join(text for text, fraction in answers if fraction == 1)


def plain_words(html: str) -> str:
    """Return the beginning of inline HTML as plain text, to name a row."""
    text = unescape(_TAG.sub("", html)).strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
