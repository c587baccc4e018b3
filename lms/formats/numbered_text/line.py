"""A line of text, and a question before its kind is decided."""

from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.place import Place
from lms.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """`place` is its place in the file: a line, a paragraph, a row of a table."""

    text: str
    place: Place

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading says about the questions below it."""

    kind: str = ""
    """A kind; "choice" or "calculation" where it leaves the kind open; "" if it names none."""
    points: Decimal | None = None
    blank_points: Decimal | None = None
    total: Decimal | None = None
    """Points of all its questions together, where the heading gives no points for each."""
    category: str = ""
    number: int = 0
    """Its position among the sections, to find its answers at the end."""


@dataclass(slots=True)
class Option:
    """`letter` is a to z; `lines` are its words, the first line first."""

    letter: str
    lines: list[str]
    place: Place


@dataclass(slots=True)
class RawQuestion:
    """One question as its lines give it."""

    place: Place
    section: Section
    number: int | None = None
    stem: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    """answer, feedback, difficulty, …: what follows each marker, line by line."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where each field begins."""
    problems: list[Problem] = field(default_factory=list)
    """What makes the question unusable."""
    notices: list[Problem] = field(default_factory=list)
    """What its author should check."""
    last_list_number: int = 0
    """The number of the last line that was read as an entry of a list inside the question."""

    @property
    def answered(self) -> bool:
        return any(line.strip() for line in self.fields.get("answer", ()))

    def field(self, name: str) -> str:
        """Return the words of a field, "" if the question has none."""
        return "\n".join(self.fields.get(name, ())).strip()
