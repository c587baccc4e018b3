"""A Word document as an office prints it: A4, 宋体 and 黑体, numbered pages; paragraphs, tables and pictures."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lms.domain.text import printable
from lms.formats.printed.picture import measured

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WIDEST = 15 * 360_000
"""EMU of 15 cm: what fits between the margins."""
_PIXEL = 9525
TWIPS = 8900
"""The measure between the margins."""


@dataclass(slots=True)
class Page:
    """The document as it grows."""

    parts: list[str] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    def words(
        self,
        text: str,
        *,
        style: str = "",
        indent: int = 0,
        keep: bool = False,
        hang: int = 0,
    ) -> None:
        """A paragraph; line ends in it are soft breaks."""
        self.parts.append(_paragraph(_run(text), style, indent, keep, hang))

    def picture(self, data: bytes, alt: str, indent: int = 0) -> bool:
        """A PNG, JPEG or GIF; whether it was one."""
        found = measured(data)
        if found is None:
            return False
        kind, wide, tall = found
        self.pictures.append((f"image{len(self.pictures) + 1}.{kind}", data))
        number = len(self.pictures)
        width = min(wide * _PIXEL, _WIDEST)
        height = max(1, width * tall // max(wide, 1))
        self.parts.append(_paragraph(_drawing(number, width, height, alt), "", indent, True, 0))
        return True

    def table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[int] = (), least: int = 0, head: bool = False
    ) -> None:
        """Ruled; `widths` are shares, `least` is the height of a row in twips."""
        columns = max((len(row) for row in rows), default=0)
        shares = list(widths) or [1] * columns
        wide = [TWIPS * share // sum(shares) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
        made = "".join(_row(row, wide, least, head and not number) for number, row in enumerate(rows))
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        self.parts.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'
        )
        self.words("", style="Small")

    def lines(self, count: int) -> None:
        """Lines to write on."""
        self.parts += [_paragraph("", "Line", 0, False, 0)] * count

    def file(self) -> bytes:
        """The .docx, the same for the same content."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._files():
                archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _files(self) -> list[tuple[str, str | bytes]]:
        links = [("styles", "styles.xml"), ("footer", "footer1.xml")]
        links += [("image", f"media/{name}") for name, _ in self.pictures]
        files: list[tuple[str, str | bytes]] = [
            ("[Content_Types].xml", _content_types()),
            ("_rels/.rels", _relations([("officeDocument", "word/document.xml")])),
            ("word/document.xml", self._document()),
            ("word/_rels/document.xml.rels", _relations(links)),
            ("word/styles.xml", _styles()),
            ("word/footer1.xml", _footer()),
        ]
        return files + [(f"word/media/{name}", data) for name, data in self.pictures]

    def _document(self) -> str:
        end = (
            '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1701" w:right="1474" w:bottom="1588" w:left="1531" w:header="851" w:footer="992" w:gutter="0"/>'
            "</w:sectPr>"
        )
        return (
            f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:pic="{_PIC}">'
            f"<w:body>{''.join(self.parts)}{end}</w:body></w:document>"
        )


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _run(text: str) -> str:
    lines = printable(text).split("\n")
    broken = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{broken}</w:r>" if text else ""


def _paragraph(inner: str, style: str, indent: int, keep: bool, hang: int) -> str:
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    about += "<w:keepNext/>" if keep else ""
    about += f'<w:ind w:left="{indent + hang}" w:hanging="{hang}"/>' if indent or hang else ""
    return f"<w:p><w:pPr>{about}</w:pPr>{inner}</w:p>"


def _row(cells: Sequence[str], widths: Sequence[int], least: int, head: bool) -> str:
    about = "<w:cantSplit/>" + (f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least else "")
    about += "<w:tblHeader/>" if head else ""
    filled = [*cells, *[""] * (len(widths) - len(cells))]
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(_run(text), 'Cell', 0, False, 0)}</w:tc>"
        for text, wide in zip(filled, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{about}</w:trPr>{made}</w:tr>"


def _drawing(number: int, width: int, height: int, alt: str) -> str:
    size = f'cx="{width}" cy="{height}"'
    named = f'id="{number}" name="image{number}" descr={quoteattr(alt)}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {named}/>'
        f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rId{number + 2}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"xml": "application/xml", "rels": "application/vnd.openxmlformats-package.relationships+xml"}
    kinds |= {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}
    made = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items())
    for part, kind in (("document", "document.main"), ("styles", "styles"), ("footer1", "footer")):
        made += f'<Override PartName="/word/{part}.xml" ContentType="{word}.{kind}+xml"/>'
    return f'{_HEAD}<Types xmlns="{_TYPES}">{made}</Types>'


def _relations(links: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_LINKS}">{made}</Relationships>'


def _style(name: str, words: str, paragraph: str, size: int, font: str = "宋体", bold: bool = False) -> str:
    """A paragraph style; `size` in half points."""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{font}"/>'
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{words}"/><w:pPr>{paragraph}</w:pPr>'
        f'<w:rPr>{fonts}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _styles() -> str:
    spaced = '<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="auto"/>'
    ruled = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
    made = [
        _style("Normal", "Normal", spaced.format(0, 0, 360), 24),
        _style("Title", "Title", spaced.format(120, 160, 360) + '<w:jc w:val="center"/>', 44, "黑体"),
        _style("Heading1", "heading 1", "<w:keepNext/>" + spaced.format(200, 80, 360), 28, "黑体"),
        _style("Rule", "Rule", spaced.format(0, 0, 320), 21),
        _style("Cell", "Cell", spaced.format(20, 20, 280), 21),
        _style("Small", "Small", spaced.format(0, 0, 160), 10),
        _style("Line", "Line", ruled + spaced.format(0, 0, 480), 24),
        _style("Footer", "footer", '<w:jc w:val="center"/>', 21),
    ]
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{"".join(made)}</w:styles>'


def _footer() -> str:
    def number(name: str) -> str:
        return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    words = f"{_run('第 ')}{number('PAGE')}{_run(' 页 共 ')}{number('NUMPAGES')}{_run(' 页')}"
    return f'{_HEAD}<w:ftr xmlns:w="{_W}">{_paragraph(words, "Footer", 0, False, 0)}</w:ftr>'
