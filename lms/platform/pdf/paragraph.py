"""A paragraph of a PDF: each character in the first font that has it, lines broken by the rules of Chinese."""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import FragLine, ParaLines
from reportlab.platypus.paraparser import ParaFrag

from lms.platform.pdf.faces import Faces
from lms.platform.pdf.typeset import measured, tokens, wrap

FEWEST = 2
"""At least so many lines of a paragraph stay on a page, or move to the next one."""
Choose = Callable[[str], Faces]
Line = tuple[str, Faces]


class FallbackParagraph(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A text with a style and the fonts for each of its lines of input; a line break in it begins a new line.

    ReportLab's own breaking for Chinese lets ，！？》” begin a line and （《“ end one, and sets a paragraph in
    one font; so `typeset` breaks the lines, and the library does everything else. The text is not markup:
    nothing is escaped, and spaces are kept.
    """

    def __init__(self, text: str, style: ParagraphStyle, choose: Choose) -> None:
        super().__init__(None, style, frags=[])
        self._plain = text.replace("\r\n", "\n").replace("\r", "\n")
        self._choose = choose
        self._broken: list[Line] | None = None

    def lines(self, width: float) -> list[Line]:
        """Return the lines. A paragraph is broken once, because all pages of a document have the same width."""
        if self._broken is None:
            limit = width / self.style.fontSize
            self._broken = [line for part in self._plain.split("\n") for line in self._break(part, limit)]
        return self._broken

    def _break(self, text: str, limit: float) -> list[Line]:
        chosen = self._choose(text)
        shown = printable(text.replace("\t", "    "), chosen)
        pieces = tokens(shown)
        if pieces:  # text that begins with spaces stays indented
            pieces[0] = shown[: len(shown) - len(shown.lstrip())] + pieces[0]
        return [(line, chosen) for line in wrap(measured(pieces, chosen), limit, chosen) or [""]]

    @property
    def blank(self) -> bool:
        """Whether it shows no text."""
        return not any(line for line, _ in self._broken or [])

    def part(self, start: int, stop: int | None = None) -> "FallbackParagraph":
        """Return a paragraph of some of the lines, as they were broken."""
        piece = FallbackParagraph("", self.style, self._choose)
        piece._broken = (self._broken or [])[start:stop]
        return piece

    def breakLinesCJK(self, maxWidths: Sequence[float]) -> Any:  # called by Paragraph.wrap
        width = maxWidths[0]
        return ParaLines(kind=1, lines=[self._set(line, chosen, width) for line, chosen in self.lines(width)])

    def _set(self, line: str, chosen: Faces, width: float) -> Any:
        style = self.style
        attributes = {
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
            words=[ParaFrag(fontName=name, text=piece, **attributes) for name, piece in runs],
            extraSpace=max(0.0, width - used),  # a negative value would compress the line
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
        """Split between lines, so that no line is alone on its page."""
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
    """Return the text, with every character that no font has replaced by its number."""
    return "".join(c if chosen.glyph(c) is not None else f"‹U+{ord(c):04X}›" for c in text)
