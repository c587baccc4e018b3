"""A4 documents: headings, paragraphs, tables, pictures and lines to sign, over as many pages as needed.

Nothing is omitted silently: a character that no font has is printed as its number, ‹U+1F600›.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import CondPageBreak, Flowable, Image, PageBreakIfNotEmpty, Spacer, Table

from lms.platform.pdf.faces import BOLD, ONE_AT_A_TIME, REGULAR, Faces, faces, faces_for, load
from lms.platform.pdf.paged_table import HAIRLINE, PagedTable
from lms.platform.pdf.pages import BODY, GREY, MEASURE, NewPart, Together, lay_out
from lms.platform.pdf.paragraph import FallbackParagraph

__all__ = ["GREY", "Cell", "Paper", "Pictures", "no_picture"]
INK = Color(0.11, 0.12, 0.13)
ALIGN = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT}
TALLEST_PICTURE = 300.0
Pictures = Callable[[str], bytes | None]
PIXEL = 0.75
"""Points per pixel: a picture is printed about as large as the screen shows it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell of a table."""

    text: str
    bold: bool = False
    colour: Color = INK


@cache
def _style(size: float, leading: float, colour: Color, align: str, indent: float) -> ParagraphStyle:
    return ParagraphStyle(
        "paper",
        fontName=load(REGULAR[0].path).fontName,
        fontSize=size,
        leading=size * leading,
        textColor=colour,
        alignment=ALIGN[align],
        leftIndent=indent,
        wordWrap="CJK",
    )


def no_picture(_address: str) -> bytes | None:
    """Return None: the words of every picture are printed instead."""
    return None


@dataclass(slots=True)
class Paper:
    """A document while it is written; `bytes` lays it out."""

    title: str
    language: str
    made_at: datetime
    extra_fonts: tuple[Path, ...] = ()
    footer: str = ""
    """Printed at the left of the foot of every page; the number of the page is in the middle."""
    pictures: Pictures = no_picture
    """Returns the file of a picture by its address, or None."""
    story: list[Flowable] = field(default_factory=list)

    def words(
        self,
        text: str,
        size: float = 10.5,
        *,
        leading: float = 1.6,
        indent: float = 0,
        bold: bool = False,
        colour: Color = INK,
        align: str = "left",
        before: float = 0,
        after: float = 0,
    ) -> None:
        """Add a paragraph; a line break in the text begins a new line."""
        paragraph = self._paragraph(text, size, leading, bold, colour, align, indent)
        paragraph.spaceBefore, paragraph.spaceAfter = before, after
        self.story.append(paragraph)

    def heading(self, text: str, size: float = 12.5) -> None:
        """Add a heading, kept together with some lines of what follows."""
        self.story.append(CondPageBreak(size * 1.6 + 68))
        self.words(text, size, bold=True, before=8, after=2)

    def table(
        self,
        widths: Sequence[float],
        rows: Iterable[Sequence[str | Cell]],
        head: Sequence[str] = (),
        size: float = 9,
        least: float = 0,
    ) -> None:
        """Add rows under a head that is on every page; widths are relative, `least` is the least height of a row.

        A row of one cell spans all columns. Rows are read when their page is laid out.
        """
        wide = [MEASURE * share / sum(widths) for share in widths]
        cells = ([self._cell(cell, size) for cell in row] for row in rows)
        titles = [self._cell(Cell(words, bold=True), size) for words in head]
        self.story.append(PagedTable(wide, cells, titles, least, BODY))

    def picture(self, address: str) -> bool:
        """Add a picture, reduced if it is wider than the page. Return False if it is missing or cannot be read."""
        data = self.pictures(address)
        if data is None:
            return False
        try:
            reader = ImageReader(BytesIO(data))
            reader.getRGBData()
        except Exception:  # whatever a decoder raises, the caller prints words instead
            return False
        wide, tall = (side * PIXEL for side in reader.getSize())
        scale = min(1, MEASURE / wide, TALLEST_PICTURE / tall)
        image = Image(BytesIO(data), wide * scale, tall * scale, hAlign="LEFT")
        image.spaceBefore = image.spaceAfter = 3
        self.story.append(image)
        return True

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep what is written inside on one page, if it fits on one."""
        outer, self.story = self.story, []
        yield
        outer.append(Together(self.story))
        self.story = outer

    def need(self, height: float) -> None:
        """Begin a new page if less than this height is left."""
        self.story.append(CondPageBreak(height))

    def page(self) -> None:
        """Begin a new page."""
        self.story.append(PageBreakIfNotEmpty())

    def begin(self) -> None:
        """Begin another document in the same file, with its own page numbers."""
        self.page()
        self.story.append(NewPart())

    def gap(self, height: float) -> None:
        """Leave vertical space, except at the foot of a page."""
        if self.story:
            last = self.story[-1]
            last.spaceAfter = last.getSpaceAfter() + height
        else:
            self.story.append(Spacer(1, height))

    def rules(self, count: int, step: float = 26) -> None:
        """Add lines to write on."""
        lines = Table([[""]] * count, [MEASURE], [step] * count)
        lines.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIRLINE), *self._font(10.5)])
        self.story.append(lines)

    def signatures(self, labels: Sequence[str]) -> None:
        """Add lines to sign on, side by side."""
        wide = MEASURE / len(labels)
        cells: list[FallbackParagraph | str] = []
        widths: list[float] = []
        for label in labels:
            cell = self._cell(label, 10)
            used = min(self._faces(label).width(label, 10) + 4, wide - 40)
            cells += [cell, "", ""]
            widths += [used, wide - used - 14, 14]
        table = Table([cells], widths, [24], spaceBefore=30)
        lines = [("LINEBELOW", (place, 0), (place, 0), 0.5, HAIRLINE) for place in range(1, len(cells), 3)]
        flush = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "BOTTOM")]
        table.setStyle([*lines, *flush, *self._font(10)])
        self.story.append(table)

    def bytes(self) -> bytes:
        """Return the PDF with numbered pages."""
        with ONE_AT_A_TIME:
            chosen = faces_for(self.footer or self.title, self.extra_fonts)
            return lay_out(self.story, self.title, self.language, self.made_at, self.footer, chosen)

    def _faces(self, text: str) -> Faces:
        return faces_for(text, self.extra_fonts)

    def _bold(self, _text: str) -> Faces:
        return faces(BOLD, self.extra_fonts)

    def _cell(self, cell: str | Cell, size: float) -> FallbackParagraph:
        styled = cell if isinstance(cell, Cell) else Cell(cell)
        return self._paragraph(styled.text, size, 1.45, styled.bold, styled.colour)

    def _paragraph(
        self,
        text: str,
        size: float,
        leading: float,
        bold: bool = False,
        colour: Color = INK,
        align: str = "left",
        indent: float = 0,
    ) -> FallbackParagraph:
        style = _style(size, leading, colour, align, indent)
        return FallbackParagraph(text, style, self._bold if bold else self._faces)

    def _font(self, size: float) -> list[tuple[object, ...]]:
        """Return the font of a Table without text, which would otherwise refer to one that is not embedded."""
        return [("FONT", (0, 0), (-1, -1), load(REGULAR[0].path).fontName, size)]
