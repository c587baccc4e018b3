"""A Word document as it grows: paragraphs, tables, pictures, lines to write on; the same bytes for the same content."""

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
    """The document as it grows."""

    def __init__(self) -> None:
        self._document = new_document()
        self._styles = {style.name: style for style in self._document.styles}
        self._pictures: dict[str, bytes] = {}
        """By their names in the archive. python-docx knows an empty part for each: it would hold and pack them twice."""

    def words(self, text: str, *, style: str = "Normal", indent: int = 0, keep: bool = False) -> None:
        """A paragraph, `indent` twips from the margin; line ends in it are soft breaks."""
        paragraph = self._paragraph(style, indent, keep)
        if text:
            paragraph.add_run(printable(text))

    def picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        """A PNG, JPEG or GIF; whether it was one."""
        found = picture_format(data)
        if found is None:
            return False
        kind, wide, tall = found
        number = len(self._pictures) + 1
        name = f"word/media/image{number}.{kind}"
        self._pictures[name] = data
        part = ImagePart(PackURI(f"/{name}"), f"image/{kind}", b"")
        link = self._document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        width = min(wide * _PIXEL, _WIDEST)
        height = max(1, width * tall // max(wide, 1))
        inline = CT_Inline.new_pic_inline(number, link, f"image{number}.{kind}", Emu(width), Emu(height))
        inline.docPr.set("descr", printable(alt))
        self._paragraph("Normal", indent, True).add_run()._r.add_drawing(inline)
        return True

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), least: int = 0) -> None:
        """Ruled; `widths` are shares, `least` is the height of a row in twips."""
        columns = max((len(row) for row in rows), default=0)
        shares = list(widths) or [1] * columns
        wide = [Twips(WIDTH * share // sum(shares)) for share in shares]
        table = self._document.add_table(0, 0, self._styles["Table Grid"])
        table.autofit = False
        for width in wide:
            table.add_column(width)
        for cells in rows:
            _fill(table.add_row(), cells, self._styles["Cell"], least)
        self.words("", style="Small")

    def lines(self, count: int) -> None:
        """Lines to write on."""
        for _ in range(count):
            self._paragraph("Line", 0, False)

    def file(self) -> bytes:
        """The .docx. python-docx writes the time of day into the archive; here it is left out."""
        made, out = BytesIO(), BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w") as archive:
            for name in parts.namelist():
                data = self._pictures[name] if name in self._pictures else parts.read(name)
                archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _paragraph(self, style: str, indent: int, keep: bool) -> Paragraph:
        paragraph = self._document.add_paragraph()
        if style != "Normal":
            paragraph.style = self._styles[style]
        if indent:
            paragraph.paragraph_format.left_indent = Twips(indent)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph


def _fill(row: _Row, texts: Sequence[str], style: ParagraphStyle, least: int) -> None:
    """A row stays on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if least:
        row.height, row.height_rule = Twips(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    for place, cell in enumerate(row.cells):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        if place < len(texts) and texts[place]:
            paragraph.add_run(printable(texts[place]))
