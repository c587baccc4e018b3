"""Write a Word document: paragraphs, tables, pictures, lines to write on; the same bytes for the same content."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.parser import OxmlElement
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Cm, Emu, Twips
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

from lms.domain.text.typed import printable
from lms.formats.printed.empty_document import WIDTH, new_document
from lms.formats.printed.picture import picture_format

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_WIDEST = Cm(15)
_PIXEL = 9525
"""EMU."""


class WordDocument:
    """A Word document to which parts are added."""

    def __init__(self) -> None:
        self._document = new_document()
        self._styles = {style.name: style for style in self._document.styles}
        self._pictures: dict[str, bytes] = {}
        """By name in the archive. python-docx has an empty part for each: else it would keep and pack them twice."""

    def add_paragraph(
        self, text: str, *, style: str = "Normal", indent: int = 0, keep_with_next: bool = False
    ) -> None:
        """Add a paragraph, `indent` twips from the margin. Line ends in it are soft breaks."""
        paragraph = self._paragraph(style, indent, keep_with_next)
        if text:
            paragraph.add_run(printable(text))

    def add_picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        """Add a PNG, JPEG or GIF. Return False, and add no picture, if it is something else."""
        measured = picture_format(data)
        if measured is None:
            return False
        kind, width_in_pixels, height_in_pixels = measured
        number = len(self._pictures) + 1
        name = f"word/media/image{number}.{kind}"
        self._pictures[name] = data
        part = ImagePart(PackURI(f"/{name}"), f"image/{kind}", b"")
        link = self._document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        width = min(width_in_pixels * _PIXEL, _WIDEST)
        height = max(1, width * height_in_pixels // max(width_in_pixels, 1))
        inline = CT_Inline.new_pic_inline(number, link, f"image{number}.{kind}", Emu(width), Emu(height))
        inline.docPr.set("descr", printable(alt))
        self._paragraph("Normal", indent, True).add_run()._r.add_drawing(inline)
        return True

    def add_table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), min_height: int = 0
    ) -> None:
        """Add a table with borders. `widths` are shares, `min_height` is that of a row in twips."""
        columns = max((len(row) for row in rows), default=0)
        shares = list(widths) or [1] * columns
        table = self._document.add_table(0, 0, self._styles["Table Grid"])
        table.autofit = False
        for share in shares:
            table.add_column(Twips(WIDTH * share // sum(shares)))
        for cells in rows:
            _fill(table.add_row(), cells, self._styles["Cell"], min_height)
        self.add_paragraph("", style="Small")

    def add_lines(self, count: int) -> None:
        """Add lines to write on."""
        for _ in range(count):
            self._paragraph("Line", 0, False)

    def as_bytes(self) -> bytes:
        """Return the .docx, without the time that python-docx writes into the archive."""
        saved, out = BytesIO(), BytesIO()
        self._document.save(saved)
        with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w") as archive:
            for name in parts.namelist():
                data = self._pictures[name] if name in self._pictures else parts.read(name)
                archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _paragraph(self, style: str, indent: int, keep_with_next: bool) -> Paragraph:
        paragraph = self._document.add_paragraph()
        if style != "Normal":
            paragraph.style = self._styles[style]
        if indent:
            paragraph.paragraph_format.left_indent = Twips(indent)
        if keep_with_next:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph


def _fill(row: _Row, texts: Sequence[str], style: ParagraphStyle, min_height: int) -> None:
    """Fill a row, and keep it on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if min_height:
        row.height, row.height_rule = Twips(min_height), WD_ROW_HEIGHT_RULE.AT_LEAST
    for index, cell in enumerate(row.cells):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        if index < len(texts) and texts[index]:
            paragraph.add_run(printable(texts[index]))
