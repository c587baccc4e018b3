"""Papers of an office on A4: headings, paragraphs, tables and lines to sign, over as many pages as it takes.

Nothing is ever left out silently: a character that no font has is printed as its number, ‹U+1F600›.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from lms.domain.problem import Text
from lms.platform.pdf.faces import BOLD, ONE_AT_A_TIME, REGULAR, Faces, faces, faces_for, load
from lms.platform.pdf.typeset import Block, measured, tokens, wrap, write

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FOOT = 62.0, WIDTH - 62.0, HEIGHT - 68.0, 68.0
MEASURE = RIGHT - LEFT
PADDING = 4.0
INK, GREY, HAIRLINE = (0.11, 0.12, 0.13), (0.40, 0.40, 0.42), (0.62, 0.60, 0.58)
Colour = tuple[float, float, float]
Draw = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell of a table."""

    text: str
    bold: bool = False
    colour: Colour = INK


@dataclass(slots=True)
class Paper:
    """The paper as it grows: `top` is where the next line begins on the last page."""

    title: str
    language: str
    made_at: datetime
    extra_fonts: tuple[Path, ...] = ()
    footer: str = ""
    """What stands at the left of every foot; the number of the page stands in the middle."""
    pages: list[list[Draw]] = field(default_factory=lambda: [[]])
    starts: list[int] = field(default_factory=lambda: [0])
    """The pages with which a count begins."""
    top: float = TOP

    def words(
        self,
        text: str,
        size: float = 10.5,
        *,
        leading: float = 1.6,
        indent: float = 0,
        bold: bool = False,
        colour: Colour = INK,
        align: str = "left",
        after: float = 0,
    ) -> None:
        """Paragraphs, one for each line of the text."""
        for block in self._blocks(text, MEASURE - indent, size, leading, bold):
            for line in block.lines or ("",):
                self.room(size * leading)
                x = {"left": LEFT + indent, "centre": (LEFT + RIGHT + indent) / 2, "right": RIGHT}[align]
                self._put(Block((line,), size, leading, block.faces), x, self.top, align, colour)
                self.top -= size * leading
        self.top -= after

    def heading(self, text: str, size: float = 12.5) -> None:
        """A heading, kept with some lines of what follows."""
        self.room(size * 1.6 + 60)
        self.top -= 8
        self.words(text, size, bold=True, after=2)

    def table(
        self,
        widths: Sequence[float],
        rows: Iterable[Sequence[str | Cell]],
        head: Sequence[str] = (),
        size: float = 9,
        least: float = 0,
        ruled: bool = True,
    ) -> None:
        """Rows under a head that stands on every page; widths are shares of the measure.

        A row of one cell goes across all columns.
        """
        wide = [MEASURE * share / sum(widths) for share in widths]
        if head:
            self.room(size * 6)
            self._row(wide, [Cell(words, bold=True) for words in head], size, 0, ruled)
        for row in rows:
            cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
            if len(cells) < len(wide) and self.top - size * 3 < FOOT:
                self._turn(wide, head, size, ruled)
            self._row(wide if len(cells) > 1 else [MEASURE], cells, size, least, ruled, head)

    def room(self, height: float) -> None:
        """Begin a new page if less than this is left."""
        if self.top - height < FOOT:
            self.page()

    def page(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.top = TOP

    def begin(self) -> None:
        """Begin another paper in the same file: its pages are counted by themselves."""
        self.page()
        self.starts.append(len(self.pages) - 1)

    def gap(self, height: float) -> None:
        """Leave some white."""
        self.top -= height

    def rules(self, count: int, step: float = 26) -> None:
        """Lines to write on."""
        for _ in range(count):
            self.room(step)
            self.top -= step
            self.line(LEFT, self.top + 4, RIGHT)

    def signatures(self, labels: Sequence[str]) -> None:
        """Lines to sign on, side by side, never alone on a page without words before them."""
        self.room(70)
        self.top -= 34
        wide = MEASURE / len(labels)
        for number, label in enumerate(labels):
            block = self._blocks(label, wide, 10, 1.4, False)[0]
            x = LEFT + number * wide
            self._put(block, x, self.top, "left", INK)
            used = block.faces.width(block.lines[0], 10)
            self.line(x + used + 4, self.top - 12, x + wide - 14)
        self.top -= 24

    def line(self, x: float, y: float, to: float) -> None:
        """A thin horizontal line."""
        self.pages[-1].append(lambda canvas: _line(canvas, x, y, to, y))

    def bytes(self) -> bytes:
        """The PDF, with its pages numbered."""
        raw = BytesIO()
        with ONE_AT_A_TIME:
            canvas = Canvas(
                raw,
                pagesize=A4,
                pageCompression=1,
                invariant=1,
                lang="en" if self.language == "en" else "zh-CN",
                initialFontName=load(REGULAR[0].path).fontName,
            )
            canvas.setTitle(self.title)
            canvas.setCreator("五能 Wuneng")
            canvas.setDateFormatter(lambda *_: f"D:{self.made_at:%Y%m%d%H%M%S}Z")
            for start, end in zip(self.starts, [*self.starts[1:], len(self.pages)], strict=True):
                for number, page in enumerate(self.pages[start:end], 1):
                    for draw in page:
                        draw(canvas)
                    self._number(canvas, number, end - start)
                    canvas.showPage()
            canvas.save()
        return raw.getvalue()

    def _number(self, canvas: Any, number: int, count: int) -> None:
        words = Text(f"第 {number} 页 共 {count} 页", f"Page {number} of {count}").in_(self.language)
        for text, x, align in ((words, (LEFT + RIGHT) / 2, "centre"), (self.footer, LEFT, "left")):
            if text:
                block = self._blocks(text, MEASURE, 8, 1.4, False)[0]
                canvas.setFillColorRGB(*GREY)
                write(canvas, block, x, FOOT - 20, align)

    def _blocks(self, text: str, width: float, size: float, leading: float, bold: bool) -> list[Block]:
        found = []
        for paragraph in text.split("\n") or [""]:
            chosen = faces(BOLD, self.extra_fonts) if bold else faces_for(paragraph, self.extra_fonts)
            shown = printable(paragraph.replace("\t", "    "), chosen)
            lines = wrap(measured(tokens(shown), chosen), width / size, chosen)
            found.append(Block(tuple(lines), size, leading, chosen))
        return found

    def _put(self, block: Block, x: float, top: float, align: str, colour: Colour) -> None:
        self.pages[-1].append(lambda canvas: _write(canvas, block, x, top, align, colour))

    def _row(
        self,
        widths: Sequence[float],
        cells: Sequence[Cell],
        size: float,
        least: float,
        ruled: bool,
        head: Sequence[str] = (),
    ) -> None:
        """One row; one that is taller than the page goes on over the next."""
        leading = 1.45
        step = size * leading
        columns = [
            [
                (line, block.faces)
                for block in self._blocks(cell.text, wide - 2 * PADDING, size, leading, cell.bold)
                for line in block.lines or ("",)
            ]
            for cell, wide in zip(cells, widths, strict=True)
        ]
        left = max(len(lines) for lines in columns)
        height = max(left * step + 2 * PADDING, least)
        if self.top - height < FOOT and self.top < TOP:
            self._turn(widths, head, size, ruled)
        done = 0
        while done < left:
            fits = min(left - done, max(1, int((self.top - FOOT - 2 * PADDING) / step)))
            tall = max(fits * step + 2 * PADDING, least if fits == left else 0)
            self._cells(widths, cells, [lines[done : done + fits] for lines in columns], size, tall, ruled)
            done += fits
            if done < left:
                self._turn(widths, head, size, ruled)

    def _turn(self, widths: Sequence[float], head: Sequence[str], size: float, ruled: bool) -> None:
        self.page()
        if len(head) == len(widths):
            self._row(widths, [Cell(words, bold=True) for words in head], size, 0, ruled)

    def _cells(
        self,
        widths: Sequence[float],
        cells: Sequence[Cell],
        columns: Sequence[Sequence[tuple[str, Faces]]],
        size: float,
        tall: float,
        ruled: bool,
    ) -> None:
        x, top, foot, leading = LEFT, self.top, self.top - tall, 1.45
        for wide, cell, lines in zip(widths, cells, columns, strict=True):
            for number, (line, chosen) in enumerate(lines):
                at = top - PADDING - number * size * leading
                self._put(Block((line,), size, leading, chosen), x + PADDING, at, "left", cell.colour)
            if ruled:
                self.pages[-1].append(partial(_frame, x=x, y=foot, wide=wide, tall=top - foot))
            x += wide
        self.top = foot


def printable(text: str, chosen: Faces) -> str:
    """The text with the number of each character that no font has in its place."""
    return "".join(c if chosen.glyph(c) is not None else f"‹U+{ord(c):04X}›" for c in text)


def _write(canvas: Any, block: Block, x: float, top: float, align: str, colour: Colour) -> None:
    canvas.setFillColorRGB(*colour)
    write(canvas, block, x, top, align)


def _line(canvas: Any, x: float, y: float, to_x: float, to_y: float) -> None:
    canvas.setStrokeColorRGB(*HAIRLINE)
    canvas.setLineWidth(0.5)
    canvas.line(x, y, to_x, to_y)


def _frame(canvas: Any, x: float, y: float, wide: float, tall: float) -> None:
    canvas.setStrokeColorRGB(*HAIRLINE)
    canvas.setLineWidth(0.5)
    canvas.rect(x, y, wide, tall)
