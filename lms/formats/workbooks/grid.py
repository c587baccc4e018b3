"""A sheet as text: what its cells show, and what is wrong with some of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.domain.place import Place, SheetCell, named
from lms.domain.problem import Problem, Text

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the sheet shows it; columns count from 0. Empty cells are left out."""

    number: int
    cells: Mapping[int, str]
    troubles: Mapping[int, Text] = field(default_factory=dict)
    """Cells whose value cannot be had (a formula that was never calculated), and why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows in order; empty ones are left out. A file that has but one table has no sheet name."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells: first row, first column, last row, last column, counted as above."""
    hidden: bool = False

    def place(self, row: int, column: int) -> Place:
        """The cell, as people look for it."""
        return SheetCell(column, row, self.name)


def column_number(name: str) -> int:
    """A -> 0, AA -> 26; other characters are passed over."""
    number = 0
    for letter in name:
        if "A" <= letter <= "Z":
            number = number * 26 + ord(letter) - 64
    return number - 1


def fill_merged_cells(sheet: Sheet) -> Sheet:
    """The sheet with the value of each merged cell in all the cells it covers."""
    filled = {row.number: dict(row.cells) for row in sheet.rows}
    for top, left, bottom, right in sheet.merges:
        value = filled.get(top, {}).get(left)
        if value is None or (bottom - top) > MOST_ROWS:
            continue
        for number in range(top, bottom + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                filled.setdefault(number, {}).setdefault(column, value)
    troubles = {row.number: row.troubles for row in sheet.rows}
    rows = tuple(Row(number, filled[number], troubles.get(number, {})) for number in sorted(filled))
    return Sheet(sheet.name, rows, sheet.merges, sheet.hidden)


def make_sheet(name: str, lines: Iterable[Iterable[str]]) -> Sheet:
    """A sheet from plain lines of text; blanks around a cell are not part of it."""
    rows = []
    for number, line in enumerate(lines, 1):
        cells = {
            place: cell.strip() for place, cell in enumerate(line) if place < MOST_COLUMNS and cell.strip()
        }
        if cells:
            rows.append(Row(number, cells))
    return Sheet(name, tuple(rows))


def too_many_rows(name: str) -> Problem:
    """Said once about a sheet that is cut off."""
    what = Text(
        f"超过 {MOST_ROWS} 行，后面的没有读", f"has more than {MOST_ROWS} rows; the rest was not read"
    )
    return Problem(named(name), what, Text("请分成几个文件", "Split it into several files"))
