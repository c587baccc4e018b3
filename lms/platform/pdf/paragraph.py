"""A paragraph of a PDF: each character in the first font that has it, lines broken as Chinese requires."""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import FragLine, ParaLines
from reportlab.platypus.paraparser import ParaFrag

from lms.platform.pdf.faces import Faces
from lms.platform.pdf.typeset import measured, tokens, wrap

FEWEST = 2
"""Lines of a paragraph that are left on a page, or carried to the next one."""
Choose = Callable[[str], Faces]
Line = tuple[str, Faces]


class FallbackParagraph(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A text with a style and the fonts for each of its lines of input; a line break in it begins a new line.

    ReportLab's own breaking for Chinese lets ，！？》” begin a line and （《“ end one, and sets a paragraph in
    one font; so lines are broken by `typeset` here, and everything else is left to the library. The text is no
    markup: there is nothing to escape, and its blanks stay as they are.
    """

    def __init__(self, text: str, style: ParagraphStyle, choose: Choose) -> None:
        super().__init__(None, style, frags=[])
        self._plain = text.replace("\r\n", "\n").replace("\r", "\n")
        self._choose = choose
        self._broken: list[Line] | None = None

    def lines(self, width: float) -> list[Line]:
        """What is set, line by line. A paragraph is broken once: every page of a document is as wide."""
        if self._broken is None:
            limit = width / self.style.fontSize
            self._broken = [line for part in self._plain.split("\n") for line in self._break(part, limit)]
        return self._broken

    def _break(self, text: str, limit: float) -> list[Line]:
        chosen = self._choose(text)
        shown = printable(text.replace("\t", "    "), chosen)
        pieces = tokens(shown)
        if pieces:  # what an author began with blanks stays indented
            pieces[0] = shown[: len(shown) - len(shown.lstrip())] + pieces[0]
        return [(line, chosen) for line in wrap(measured(pieces, chosen), limit, chosen) or [""]]

    @property
    def blank(self) -> bool:
        """Whether nothing of it is seen."""
        return not any(line for line, _ in self._broken or [])

    def part(self, start: int, stop: int | None = None) -> "FallbackParagraph":
        """Some of the lines, as they were broken."""
        piece = FallbackParagraph("", self.style, self._choose)
        piece._broken = (self._broken or [])[start:stop]
        return piece

    def breakLinesCJK(self, maxWidths: Sequence[float]) -> Any:  # called by Paragraph.wrap
        width = maxWidths[0]
        return ParaLines(kind=1, lines=[self._set(line, chosen, width) for line, chosen in self.lines(width)])

    def _set(self, line: str, chosen: Faces, width: float) -> Any:
        style = self.style
        look = {
            "fontSize": style.fontSize,
            "textColor": style.textColor,
            "rise": 0,
            "us_lines": [],
            "link": [],
        }
        runs = chosen.runs(line) or [(style.fontName, "")]
        used = chosen.width(line, style.fontSize) if style.alignment else 0.0
        return FragLine(
            kind=1,
            words=[ParaFrag(fontName=name, text=piece, **look) for name, piece in runs],
            extraSpace=max(0.0, width - used),  # less would press the words of the line together
            wordCount=1,
            fontSize=style.fontSize,
            # The baseline that centres a 汉字 (0.88 em above, 0.12 below it) in its line.
            ascent=style.leading / 2 + style.fontSize * 0.38,
            descent=style.fontSize * 0.38 - style.leading / 2,
            maxWidth=width,
            currentWidth=used,
            lineBreak=False,
        )

    def split(self, availWidth: float, availHeight: float) -> list["FallbackParagraph"]:
        """Cut between lines, so that no line is alone on its page."""
        count = len(self.lines(availWidth - self.style.leftIndent - self.style.rightIndent))
        fits = int(availHeight / self.style.leading + 1e-6)
        if fits >= count:
            return [self]
        if count - fits < FEWEST and fits > FEWEST:
            fits = count - FEWEST
        if fits < min(FEWEST, count):
            return []
        return [self.part(0, fits), self.part(fits)]


def printable(text: str, chosen: Faces) -> str:
    """The text with the number of each character that no font has in its place."""
    return "".join(c if chosen.glyph(c) is not None else f"‹U+{ord(c):04X}›" for c in text)
