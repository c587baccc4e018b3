"""How a question stands on paper: what is printed below its stem, where the answer goes, its key in words."""

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
    """A line below the stem: "A. 请示". `id` is what a response calls it, `html` its sanitised inline HTML."""

    mark: str
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """All that a paper prints of a question beside its stem, and the space that its answer needs.

    A question with neither prompts, gaps nor characters is answered in one cell of the answer sheet.
    """

    prompts: tuple[PrintedRow, ...] = ()
    """What is answered one by one, each with a line of its own on the answer sheet: left sides, actions."""
    choices: tuple[PrintedRow, ...] = ()
    """What answers name by its letter: options, right sides, what is to be put in order."""
    gaps: int = 0
    """How many gaps the stem has, each with a line of its own on the answer sheet."""
    characters: int = 0
    """About how long an answer in running text is; 0 for one that is not written in lines."""
    how: Text | None = None
    """How to write the answer, where the rules at the head of a paper do not say it for this kind.

    They say: letters for choices, 对 or 错, and 1-B 2-A for pairs.
    """

    @property
    def is_short(self) -> bool:
        """Whether the answer fits a cell."""
        return not (self.prompts or self.gaps or self.characters)

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        """Everything below the stem, from top to bottom."""
        return (*self.prompts, *self.choices)


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """The key of a question in Chinese words, as printed answers say it."""

    answer: str
    """As the reader of papers (`lms.formats.numbered_text`) takes it back, if it knows the kind; "" for no answer."""
    marking: tuple[str, ...] = ()
    """What a marker has to know beside it and no field of the form says: what earns a share, and when."""


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, … for 0, 1, …"""
    return letter(place // 26 - 1) + chr(65 + place % 26) if place >= 26 else chr(65 + place)


def lettered(rows: Iterable[Mapping[str, str]]) -> tuple[PrintedRow, ...]:
    """`[{id, text}]` in the order of this paper, marked A, B, …"""
    return tuple(PrintedRow(letter(place), row["id"], row["text"]) for place, row in enumerate(rows))


def numbered(rows: Iterable[Mapping[str, str]]) -> tuple[PrintedRow, ...]:
    """`[{id, text}]` marked 1, 2, …"""
    return tuple(PrintedRow(str(place), row["id"], row["text"]) for place, row in enumerate(rows, 1))


def marks_by_id(rows: Iterable[PrintedRow]) -> dict[str, str]:
    """What the paper calls each id."""
    return {row.id: row.mark for row in rows}


def untranslated(words: str) -> Text:
    """Words that are the same in both languages."""
    return Text(words, words)


def share_notes(answers: Iterable[tuple[str, Fraction]]) -> tuple[str, ...]:
    """“公函”得 1/2: the answers that do not earn the full mark, for printed keys."""
    return tuple(f"“{said}”得 {share_text(fraction)}" for said, fraction in answers if fraction != 1)


def full_mark_answers(answers: Iterable[tuple[str, Fraction]]) -> str:
    """The answers that earn the full mark, as printed keys list them: 纪要;会议纪要."""
    return ";".join(said for said, fraction in answers if fraction == 1)


def plain_words(html: str) -> str:
    """The beginning of inline HTML as plain text, for naming a row."""
    text = unescape(_TAG.sub("", html)).strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
