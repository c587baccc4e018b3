"""A line of a paper, and what a question is before anybody has judged its kind."""

from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.place import Place
from lms.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """`place` is where it stands in the file: a line, a paragraph, a row of a table."""

    text: str
    place: Place

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading says of the questions below it."""

    kind: str = ""
    """A kind, "choice" or "calculation" where it leaves that open, "" if it says nothing."""
    points: Decimal | None = None
    blank_points: Decimal | None = None
    total: Decimal | None = None
    """Points of all its questions together, where the heading says nothing of each."""
    category: str = ""
    number: int = 0
    """Its place among the sections, to find its answers at the end."""


@dataclass(slots=True)
class Option:
    """`letter` is a to z; `lines` its words, the first line first."""

    letter: str
    lines: list[str]
    place: Place


@dataclass(slots=True)
class RawQuestion:
    """One question as its lines tell it."""

    place: Place
    section: Section
    number: int | None = None
    stem: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    """answer, feedback, difficulty, …: what stands behind each marker, line by line."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where each field begins."""
    problems: list[Problem] = field(default_factory=list)
    """What makes the question unusable."""
    notes: list[Problem] = field(default_factory=list)
    """What its author should look at."""
    listed: int = 0
    """The number of the last line taken for an entry of a list inside it."""

    @property
    def answered(self) -> bool:
        return any(line.strip() for line in self.fields.get("answer", ()))

    def field(self, name: str) -> str:
        """The words of a field, "" if it is not there."""
        return "\n".join(self.fields.get(name, ())).strip()
