"""A table that continues over pages: its head on each of them, and a row that fits on no page is split."""

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
"""At least so many lines of a row that fits on no page are printed at the foot of a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a single cell spans all columns."""

    cells: tuple[FallbackParagraph, ...]
    height: float

    def split(self, lines: int, padding: float) -> tuple["Row", "Row"]:
        """Return a row of so many lines of every cell, and a row of the remaining lines."""
        parts = tuple(cell.part(0, lines) for cell in self.cells)
        remaining = tuple(cell.part(lines) for cell in self.cells)
        leading = self.cells[0].style.leading
        used = lines * leading
        return Row(parts, used + 2 * padding), Row(remaining, self.height - used)


class PagedTable(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Rows under a head.

    platypus' Table lays out all its rows before the first page and copies the remaining ones for every
    page; ten thousand rows take minutes. Here a row is laid out when its page is, and one Table draws
    the rows of one page.
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
        self._pending: Iterator[Row] = map(self._row, rows)
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
        """Return the size; rows that do not fit any more are not laid out."""
        while self._height <= availHeight and (row := next(self._pending, None)):
            self._ready.append(row)
            self._height += row.height
        return sum(self._widths), self._height

    def split(self, availWidth: float, availHeight: float) -> list["PagedTable"]:
        """Return the rows that fit, and the others; [] if the first one belongs on the next page."""
        self.wrap(availWidth, availHeight)
        here, used = 0, self._top
        while here < len(self._ready) and used + self._ready[here].height <= availHeight:
            used += self._ready[here].height
            here += 1
        fitting, left = self._ready[:here], self._ready[here:]
        if left and left[0].height > self._page - self._top:
            first, second = self._split_row(left[0], availHeight - used)
            fitting, left = [*fitting, *first], [*second, *left[1:]]
        elif fitting and self._is_remark(fitting[-1]) and (len(fitting) > 1 or availHeight < self._page - 1):
            left.insert(0, fitting.pop())  # it belongs to the row that follows it
        if not fitting:
            return []
        return [self._piece(fitting, iter(())), self._piece([], chain(left, self._pending))]

    def _is_remark(self, row: Row) -> bool:
        return len(row.cells) < len(self._widths)

    def _split_row(self, row: Row, height: float) -> tuple[list[Row], list[Row]]:
        """Return the row in two parts, of which the first fits; undivided if that would be only a few lines."""
        lines = int((height - 2 * self._padding) / row.cells[0].style.leading + 1e-6)
        if lines < FEWEST_LINES:
            return [], [row]
        first, second = row.split(lines, self._padding)
        return [first], [second]

    def _piece(self, ready: list[Row], pending: Iterator[Row]) -> "PagedTable":
        piece = PagedTable(self._widths, (), (), self._least, self._page)
        piece._head, piece._top, piece._ready, piece._pending = self._head, self._top, ready, pending
        piece._height = self._top + sum(row.height for row in ready)
        piece.spaceAfter = self.getSpaceAfter()
        return piece

    def draw(self) -> None:
        """Draw all rows that are ready, as a Table of platypus."""
        rows = [self._head, *self._ready] if self._head else self._ready
        last = len(self._widths) - 1
        style: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, HAIRLINE)]
        style += [("SPAN", (0, y), (last, y)) for y, row in enumerate(rows) if last and len(row.cells) == 1]
        cells = [
            [*(() if cell.blank else cell for cell in row.cells), *[()] * (last + 1 - len(row.cells))]
            for row in rows
        ]
        styles = [[self._style(rows[0])] * (last + 1)] * len(rows)  # one for all: creating them takes longest
        table = Table(cells, self._widths, [row.height for row in rows], style, cellStyles=styles)
        table.wrapOn(self.canv, sum(self._widths), self._page)
        table.drawOn(self.canv, 0, 0)

    def _style(self, row: Row) -> CellStyle:
        """Return the style of the cells."""
        font, style = row.cells[0].style, CellStyle("cell")
        style.fontname, style.fontsize, style.leading = font.fontName, font.fontSize, font.leading
        style.valign = "MIDDLE" if self._least else "TOP"
        style.leftPadding = style.rightPadding = style.topPadding = style.bottomPadding = self._padding
        return style
