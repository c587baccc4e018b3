"""A sheet as text: what its cells show, and why some cannot be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.domain.place import Place, SheetCell
from lms.domain.problem import Text

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the sheet shows it; columns count from 0. Empty cells are left out."""

    number: int
    cells: Mapping[int, str]
    unreadable: Mapping[int, Text] = field(default_factory=dict)
    """Cells without a value that can be read (a formula that was never calculated), and why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows in order; empty ones are left out. The only table of a file without sheets has no name."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells: first row, first column, last row, last column, counted as above."""
    hidden: bool = False

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell, as people look for it."""
        return SheetCell(column, row, self.name)


def column_number(name: str) -> int:
    """Return the number of a column: A -> 0, AA -> 26; other characters are ignored."""
    number = 0
    for letter in name:
        if "A" <= letter <= "Z":
            number = number * 26 + ord(letter) - 64
    return number - 1


def fill_merged_cells(sheet: Sheet) -> Sheet:
    """Return the sheet with the value of each merged cell in all the cells that it covers."""
    filled = {row.number: dict(row.cells) for row in sheet.rows}
    for top, left, bottom, right in sheet.merges:
        value = filled.get(top, {}).get(left)
        if value is None or (bottom - top) > MOST_ROWS:
            continue
        for number in range(top, bottom + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                filled.setdefault(number, {}).setdefault(column, value)
    unreadable = {row.number: row.unreadable for row in sheet.rows}
    rows = tuple(Row(number, filled[number], unreadable.get(number, {})) for number in sorted(filled))
    return Sheet(sheet.name, rows, sheet.merges, sheet.hidden)


def make_sheet(name: str, lines: Iterable[Iterable[str]]) -> Sheet:
    """Return a sheet of lines of cells; blanks around a cell are dropped."""
    rows = []
    for number, line in enumerate(lines, 1):
        cells = {
            column: cell.strip() for column, cell in enumerate(line) if column < MOST_COLUMNS and cell.strip()
        }
        if cells:
            rows.append(Row(number, cells))
    return Sheet(name, tuple(rows))
