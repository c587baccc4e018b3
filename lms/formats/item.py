"""What a question is between two formats, and what every item format can do."""

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
    """A question as a file says it. `question()` checks it; nothing here is checked yet."""

    where: Place
    """Where it stands in the file: its first line, paragraph or cell."""
    kind: str
    data: Mapping[str, Any]
    """As lms.questions.load_question takes it: "stem" in Markdown and the kind's own keys."""
    name: str = ""
    points: Decimal = Decimal(1)
    tags: tuple[str, ...] = ()
    feedback: str = ""
    """What is said to everybody afterwards: general feedback, 解析."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """competency, area, level, difficulty, source, category: whatever the file says of these."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What the file holds beyond this, so that nothing is dropped silently; JSON-able."""

    @property
    def by_name(self) -> Place:
        """Its name, for readers of the bank; where it stands if it has none."""
        return Named(self.name) if self.name else self.where

    @property
    def by_place(self) -> Place:
        """Where it stands, for readers of the file; its name if it comes from none."""
        return named(self.name) if self.where == NOWHERE else self.where

    def question(self) -> Question | list[Problem]:
        """The checked question, or everything wrong with it, at its place in the file."""
        return self._checked

    @cached_property
    def _checked(self) -> Question | list[Problem]:
        """Checked once, though whoever reads a file asks, and whoever takes its questions in asks again."""
        found = load_question(self.kind, self.data)
        return [problem.at(self.where) for problem in found] if isinstance(found, list) else found


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a file: the drafts that can be used, and every problem with its place."""

    drafts: Sequence[Draft] = ()
    problems: Sequence[Problem] = ()

    def with_filename(self, filename: str, what: Text, how: Text) -> "Reading":
        """The same, said of a file: problems that have no place name it; `what` and `how` if it held nothing at all."""
        file = named(filename)
        found = tuple(p if p.where != NOWHERE else p.at(file) for p in self.problems)
        return Reading(self.drafts, found or (() if self.drafts else (Problem(file, what, how),)))


class ItemFormat(Protocol):
    """A module of lms.formats.items. A format that only reads has no `write` and `losses`; one that only writes has
    no `recognises` and `read`. The protocols below are what a format may have beside these."""

    FORMAT: str
    """What programs and the command line call it."""
    NAME: Text
    SUFFIXES: tuple[str, ...]
    """With the dot; a file that is written gets the first."""

    def recognises(self, data: bytes, filename: str) -> bool:
        """Whether this is surely this format, by its content; the suffix is only asked when nobody is sure."""

    def read(self, data: bytes, filename: str) -> Reading:
        """Never raises for what a file holds; never reads anything but `data`."""

    def write(self, drafts: Sequence[Draft]) -> bytes:
        """The file. Ask `losses` first for what it cannot carry."""

    def losses(self, drafts: Sequence[Draft]) -> list[Problem]:
        """What this format cannot carry of these questions; such a draft is left out or simplified as said."""


@runtime_checkable
class ListedForImport(Protocol):
    """A format that the import page names among the files it takes."""

    CALLED: tuple[int, Text]
    """Its place in that list, and what people call it; formats that share a name are named once."""


@runtime_checkable
class DistinctFilename(Protocol):
    """A format whose files have the suffix of another, so that their names have to differ."""

    NAME_ENDS: str
    """What stands between the name of a file and its suffix: "-paper"."""


@runtime_checkable
class MayOmitPoints(Protocol):
    """A format in which one point may mean that the file says nothing of points."""

    POINTS_ARE_OPTIONAL: bool


@runtime_checkable
class HandTyped(Protocol):
    """A format in which people type a question, so that one of a file can be corrected on a page."""

    IS_TYPED: bool


@runtime_checkable
class Excerpting(Protocol):
    """A format that finds the question around a place of its files: problems are shown with its text."""

    def excerpts(self, data: bytes, filename: str) -> Excerpts:
        """The parts of the file that are questions, or should have been."""


@runtime_checkable
class Annotating(Protocol):
    """A format whose files come back with remarks in them; of the others there is a list."""

    def annotated(self, data: bytes, filename: str, remarks: Remarks) -> Annotated:
        """The file with the remarks at their places."""


def valid_drafts(drafts: Sequence[Draft]) -> list[tuple[Draft, Question]]:
    """Those that are good questions, with these."""
    return [(draft, question) for draft in drafts if isinstance(question := draft.question(), Question)]


def collect_losses(
    drafts: Sequence[Draft], lost: Callable[[Draft, Question], Iterable[Problem]]
) -> list[Problem]:
    """What is `lost` of each good question, and what is wrong with the drafts that are none, in their order."""
    found: list[Problem] = []
    for draft in drafts:
        question = draft.question()
        found += question if isinstance(question, list) else lost(draft, question)
    return found


def check_drafts(drafts: Sequence[Draft], problems: Sequence[Problem] = ()) -> Reading:
    """The drafts that are good questions; what is wrong with the others joins the problems."""
    good: list[Draft] = []
    wrong = list(problems)
    for draft in drafts:
        found = draft.question()
        if isinstance(found, list):
            wrong.extend(found)
        else:
            good.append(draft)
    return Reading(tuple(good), tuple(wrong))
