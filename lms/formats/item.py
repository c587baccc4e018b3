"""A question between two formats (Draft), and the protocols of an item format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from lms.domain.place import NOWHERE, Named, Place, named
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.excerpts import Excerpts
from lms.formats.remarks import Annotated, Remarks
from lms.questions import load_question


@dataclass(frozen=True)
class Draft:
    """A question as a file has it, not checked yet: `question()` checks it."""

    where: Place
    """Its place in the file: its first line, paragraph or cell."""
    kind: str
    data: Mapping[str, Any]
    """As lms.questions.load_question expects it: "stem" in Markdown and the kind's own keys."""
    name: str = ""
    points: Decimal = Decimal(1)
    tags: tuple[str, ...] = ()
    feedback: str = ""
    """Shown to every candidate afterwards: general feedback, 解析."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """competency, area, level, difficulty, source, category, as far as the file has them."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else the file holds, JSON-able, so that it is not dropped silently."""

    @property
    def by_name(self) -> Place:
        """Its name, for readers of the bank; its place in the file if it has none."""
        return Named(self.name) if self.name else self.where

    @property
    def by_place(self) -> Place:
        """Its place, for readers of the file; its name if it comes from no file."""
        return named(self.name) if self.where == NOWHERE else self.where

    def question(self) -> Question | list[Problem]:
        """Return the checked question, or everything wrong with it, at its place in the file."""
        return self._checked

    @cached_property
    def _checked(self) -> Question | list[Problem]:
        """Cached: the reader of a file and the import of its questions both ask for it."""
        loaded = load_question(self.kind, self.data)
        return [problem.at(self.where) for problem in loaded] if isinstance(loaded, list) else loaded


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a file: the drafts that can be used, and every problem with its place."""

    drafts: Sequence[Draft] = ()
    problems: Sequence[Problem] = ()

    def with_filename(self, filename: str, what: Text, how: Text) -> "Reading":
        """Return the same with the file's name where a problem has no place; `what` and `how` if the file was empty."""
        file = named(filename)
        problems = tuple(p if p.where != NOWHERE else p.at(file) for p in self.problems)
        return Reading(self.drafts, problems or (() if self.drafts else (Problem(file, what, how),)))


class ItemFormat(Protocol):
    """A module of lms.formats.items. A format that only reads has no `write` and `losses`; one that only writes has
    no `recognises` and `read`. The protocols below are optional."""

    FORMAT: str
    """Its name for programs and the command line."""
    NAME: Text
    SUFFIXES: tuple[str, ...]
    """With the dot; a file that is written gets the first."""

    def recognises(self, data: bytes, filename: str) -> bool:
        """Return whether the content is certainly of this format; suffixes count only if no format is certain."""

    def read(self, data: bytes, filename: str) -> Reading:
        """Read the file. Never raise for what it holds; never read anything but `data`."""

    def write(self, drafts: Sequence[Draft]) -> bytes:
        """Return the file; `losses` returns beforehand what it cannot carry."""

    def losses(self, drafts: Sequence[Draft]) -> list[Problem]:
        """Return what the format cannot carry of these questions: each is left out, or simplified as the problem says."""


@runtime_checkable
class ListedForImport(Protocol):
    """A format that the import page lists among the files it accepts."""

    CALLED: tuple[int, Text]
    """Its position in that list, and its everyday name; formats that share a name are listed once."""


@runtime_checkable
class DistinctFilename(Protocol):
    """A format whose files have the suffix of another, so that their names must differ."""

    NAME_ENDS: str
    """What is added to the name of a file before its suffix, such as "-paper"."""


@runtime_checkable
class MayOmitPoints(Protocol):
    """A format in which one point may mean that the file does not mention points."""

    POINTS_ARE_OPTIONAL: bool


@runtime_checkable
class HandTyped(Protocol):
    """A format that people type by hand, so that one question of a file can be corrected on a page."""

    IS_TYPED: bool


@runtime_checkable
class Excerpting(Protocol):
    """A format that finds the question around a place in a file, so that problems are shown with its text."""

    def excerpts(self, data: bytes, filename: str) -> Excerpts:
        """Return the parts of the file that are questions, or were meant to be."""


@runtime_checkable
class Annotating(Protocol):
    """A format whose files are returned with remarks in them; other formats get a list."""

    def annotated(self, data: bytes, filename: str, remarks: Remarks) -> Annotated:
        """Return the file with the remarks at their places."""


def valid_drafts(drafts: Sequence[Draft]) -> list[tuple[Draft, Question]]:
    """Return the drafts that are valid questions, each with its question."""
    return [(draft, question) for draft in drafts if isinstance(question := draft.question(), Question)]


def collect_losses(
    drafts: Sequence[Draft], lost: Callable[[Draft, Question], Iterable[Problem]]
) -> list[Problem]:
    """Return, in order, what is `lost` of each valid question and what is wrong with every other draft."""
    problems: list[Problem] = []
    for draft in drafts:
        question = draft.question()
        problems += question if isinstance(question, list) else lost(draft, question)
    return problems


def check_drafts(drafts: Sequence[Draft], problems: Sequence[Problem] = ()) -> Reading:
    """Return the drafts that are valid questions, and the problems with what is wrong with the others added."""
    valid: list[Draft] = []
    wrong = list(problems)
    for draft in drafts:
        question = draft.question()
        if isinstance(question, list):
            wrong.extend(question)
        else:
            valid.append(draft)
    return Reading(tuple(valid), tuple(wrong))
