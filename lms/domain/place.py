"""Places in a file or in a request: values, put into words only for a reader."""

import re
from dataclasses import dataclass

_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class Place:
    """No particular place, or the thing as a whole; subclasses are more precise."""

    def in_(self, language: str) -> str:
        """Return the place in words, in `language` ("zh" or "en"; Chinese for any other); "" for nowhere."""
        return ""

    def within(self, outer: "Place") -> "Place":
        """Return this place inside `outer`; if one of them is nowhere, return the other."""
        if NOWHERE in (self, outer):
            return self if outer == NOWHERE else outer
        return Within(outer, self)

    @property
    def outermost(self) -> "Place":
        """Return the outermost part: the line, if this is a field in a line."""
        return self

    @property
    def enclosing(self) -> "Place":
        """Return the place that contains this one; nowhere if none is known."""
        return NOWHERE

    @property
    def innermost(self) -> "Place":
        """Return the innermost part: the field, if this is a field in a line."""
        return self

    @property
    def path(self) -> str:
        """Return the path of the field that this is or ends in; "" if there is none."""
        return ""

    @property
    def line(self) -> int:
        """Return the number of the line that this is or lies in; 0 if there is none."""
        return 0

    @property
    def without_quotes(self) -> "Place":
        """Return the same place without the text that it quotes."""
        return self


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class TextLine(Place):
    """A line of a text; lines count from 1."""

    number: int

    def in_(self, language: str) -> str:
        return f"line {self.number}" if language == "en" else f"第 {self.number} 行"

    @property
    def line(self) -> int:
        return self.number


@dataclass(frozen=True, slots=True)
class FileLine(Place):
    """A line of a named file, as editors open it: "03-items.toml:17"."""

    file: str
    number: int

    def in_(self, language: str) -> str:
        return f"{self.file}:{self.number}"

    @property
    def line(self) -> int:
        return self.number


@dataclass(frozen=True, slots=True)
class Paragraph(Place):
    """A paragraph of a document, and its first words, since documents show no numbers."""

    number: int
    begins: str = ""

    def in_(self, language: str) -> str:
        place = f"paragraph {self.number}" if language == "en" else f"第 {self.number} 段"
        return place + (f"“{self.begins}”" if self.begins else "")

    @property
    def without_quotes(self) -> Place:
        return Paragraph(self.number)


@dataclass(frozen=True, slots=True)
class TableRow(Place):
    """A row of a table in a document, and the first words of the cell."""

    table: int
    row: int
    begins: str = ""

    def in_(self, language: str) -> str:
        zh, en = f"表 {self.table} 第 {self.row} 行", f"table {self.table}, row {self.row}"
        return (en if language == "en" else zh) + (f"“{self.begins}”" if self.begins else "")

    @property
    def without_quotes(self) -> Place:
        return TableRow(self.table, self.row)


@dataclass(frozen=True, slots=True)
class SheetCell(Place):
    """A cell of a workbook, "单选题!C5"; `column` counts from 0. A file with one table has no sheet name."""

    column: int
    row: int
    sheet: str = ""

    def in_(self, language: str) -> str:
        cell = f"{column_name(self.column)}{self.row}"
        return f"{self.sheet}!{cell}" if self.sheet else cell


@dataclass(frozen=True, slots=True)
class QuestionNumber(Place):
    """A question by its number, in a paper or in a file that shows no lines."""

    number: int

    def in_(self, language: str) -> str:
        return f"question {self.number}" if language == "en" else f"第 {self.number} 题"


@dataclass(frozen=True, slots=True)
class FieldPath(Place):
    """A field of a request or a file, "options[2].text"; rows count from 1."""

    name: str

    def in_(self, language: str) -> str:
        return self.name

    @property
    def path(self) -> str:
        return self.name

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Return each key with the number of its row; 0 if it has no rows."""
        return [(key, int(row or 0)) for key, row in _STEP.findall(self.name)]


@dataclass(frozen=True, slots=True)
class Named(Place):
    """Something with a name: a file, a member of an archive, a sheet, a question, a person."""

    name: str

    def in_(self, language: str) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Quoted(Place):
    """Something known by its text, such as the title of an item: “第一题”."""

    words: str

    def in_(self, language: str) -> str:
        return f"“{self.words}”"


@dataclass(frozen=True, slots=True)
class Within(Place):
    """A place inside another one; the words name the outer one first."""

    outer: Place
    inner: Place

    def in_(self, language: str) -> str:
        return f"{self.outer.in_(language)} {self.inner.in_(language)}"

    @property
    def enclosing(self) -> Place:
        return self.outer

    @property
    def outermost(self) -> Place:
        return self.outer.outermost

    @property
    def innermost(self) -> Place:
        return self.inner.innermost

    @property
    def path(self) -> str:
        return self.inner.path

    @property
    def line(self) -> int:
        return self.inner.line or self.outer.line

    @property
    def without_quotes(self) -> Place:
        return Within(self.outer.without_quotes, self.inner.without_quotes)


def named(name: str) -> Place:
    """Return the place with that name; nowhere for an empty name."""
    return Named(name) if name else NOWHERE


def column_name(column: int) -> str:
    """Return the letters of a column: 0 -> A, 25 -> Z, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name
