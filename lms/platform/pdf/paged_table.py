"""A table of a PDF that goes on over pages: its head on each of them, and a row that fits no page cut in two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table
from reportlab.platypus.tables import CellStyle

from lms.platform.pdf.paragraph import FallbackParagraph

PADDING = 4.0
HAIRLINE = Color(0.62, 0.60, 0.58)
FEWEST_LINES = 4
"""Of a row that is begun at the foot of a page because no page could hold it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a single cell goes across all columns."""

    cells: tuple[FallbackParagraph, ...]
    height: float

    def cut(self, lines: int, padding: float) -> tuple["Row", "Row"]:
        """So many lines of every cell, and what is left of them."""
        parts = tuple(cell.part(0, lines) for cell in self.cells)
        rest = tuple(cell.part(lines) for cell in self.cells)
        leading = self.cells[0].style.leading
        taken = lines * leading
        return Row(parts, taken + 2 * padding), Row(rest, self.height - taken)


class PagedTable(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Rows under a head.

    platypus' Table lays out all its rows before the first page and copies what is left of them at every
    page; ten thousand rows take it minutes. Here a row is laid out when its page is, and one Table draws
    what is on one page.
    """

    def __init__(
        self,
        widths: Sequence[float],
        rows: Iterable[Sequence[FallbackParagraph]],
        head: Sequence[FallbackParagraph] = (),
        least: float = 0,
        page: float = 0,
    ) -> None:
        super().__init__()
        self._widths, self._least, self._page = list(widths), least, page
        self._padding = min(PADDING, min(widths) / 8)
        self._coming: Iterator[Row] = map(self._row, rows)
        self._head = self._row(head, 0) if head else None
        self._top = self._head.height if self._head else 0.0
        self._ready: list[Row] = []
        self._height = self._top

    def _row(self, cells: Sequence[FallbackParagraph], least: float | None = None) -> Row:
        widths = self._widths if len(cells) > 1 else [sum(self._widths)]
        heights = [
            len(cell.lines(wide - 2 * self._padding)) * cell.style.leading
            for cell, wide in zip(cells, widths, strict=True)
        ]
        return Row(
            tuple(cells), max(max(heights) + 2 * self._padding, self._least if least is None else least)
        )

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Its size; rows that do not fit any more are not looked at."""
        while self._height <= availHeight and (row := next(self._coming, None)):
            self._ready.append(row)
            self._height += row.height
        return sum(self._widths), self._height

    def split(self, availWidth: float, availHeight: float) -> list["PagedTable"]:
        """The rows that fit, and the others; [] if the first of them belongs on the next page."""
        self.wrap(availWidth, availHeight)
        here, used = 0, self._top
        while here < len(self._ready) and used + self._ready[here].height <= availHeight:
            used += self._ready[here].height
            here += 1
        fitting, left = self._ready[:here], self._ready[here:]
        if left and left[0].height > self._page - self._top:
            first, rest = self._cut(left[0], availHeight - used)
            fitting, left = [*fitting, *first], [*rest, *left[1:]]
        elif len(fitting) > 1 and len(fitting[-1].cells) == 1 and len(self._widths) > 1:
            left.insert(0, fitting.pop())  # a remark belongs to the row that follows it
        if not fitting:
            return []
        return [self._piece(fitting, iter(())), self._piece([], chain(left, self._coming))]

    def _cut(self, row: Row, height: float) -> tuple[list[Row], list[Row]]:
        """The row in two parts, of which the first fits; whole if that would be a few lines."""
        lines = int((height - 2 * self._padding) / row.cells[0].style.leading + 1e-6)
        if lines < FEWEST_LINES:
            return [], [row]
        first, rest = row.cut(lines, self._padding)
        return [first], [rest]

    def _piece(self, ready: list[Row], coming: Iterator[Row]) -> "PagedTable":
        piece = PagedTable(self._widths, (), (), self._least, self._page)
        piece._head, piece._top, piece._ready, piece._coming = self._head, self._top, ready, coming
        piece._height = self._top + sum(row.height for row in ready)
        piece.spaceAfter = self.getSpaceAfter()
        return piece

    def draw(self) -> None:
        """All rows that are ready, by a Table of platypus."""
        rows = [self._head, *self._ready] if self._head else self._ready
        last = len(self._widths) - 1
        style: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, HAIRLINE)]
        style += [("SPAN", (0, y), (last, y)) for y, row in enumerate(rows) if last and len(row.cells) == 1]
        cells = [
            [*(() if cell.blank else cell for cell in row.cells), *[()] * (last + 1 - len(row.cells))]
            for row in rows
        ]
        styles = [[self._style(rows[0])] * (last + 1)] * len(rows)  # one for all: making them takes longest
        table = Table(cells, self._widths, [row.height for row in rows], style, cellStyles=styles)
        table.wrapOn(self.canv, sum(self._widths), self._page)
        table.drawOn(self.canv, 0, 0)

    def _style(self, row: Row) -> CellStyle:
        """How each cell is set in its box."""
        font, made = row.cells[0].style, CellStyle("cell")
        made.fontname, made.fontsize, made.leading = font.fontName, font.fontSize, font.leading
        made.valign = "MIDDLE" if self._least else "TOP"
        made.leftPadding = made.rightPadding = made.topPadding = made.bottomPadding = self._padding
        return made
