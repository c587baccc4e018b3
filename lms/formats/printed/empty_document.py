"""Make an empty Word document as an office prints it: A4, 宋体 and 黑体, a footer with page numbers."""

from docx import Document
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, Twips
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

SONG, HEI = "宋体", "黑体"
WIDTH = 8900
"""Twips between the margins."""
_KEPT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_KEPT_PARTS = ("styles", "settings")
_STYLES = (
    # name, size, before, after, lines, font
    ("Normal", 12, 0, 0, 1.5, SONG),
    ("Title", 22, 6, 8, 1.5, HEI),
    ("Heading 1", 14, 10, 4, 1.5, HEI),
    ("Rule", 10.5, 0, 0, 4 / 3, SONG),
    ("Cell", 10.5, 1, 1, 7 / 6, SONG),
    ("Small", 5, 0, 0, 2 / 3, SONG),
    ("Line", 12, 0, 0, 2, SONG),
    ("Footer", 10.5, 0, 0, 1, SONG),
)


def new_document() -> WordFile:
    """Return python-docx's template without its author, its date, and the fonts of another country."""
    document = Document()
    _remove_origin(document)
    _set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Twips(11906), Twips(16838)
    section.top_margin, section.bottom_margin = Twips(1701), Twips(1588)
    section.left_margin, section.right_margin = Twips(1531), Twips(1474)
    section.header_distance, section.footer_distance = Twips(851), Twips(992)
    _number_pages(section.footer.paragraphs[0])
    return document


def _remove_origin(document: WordFile) -> None:
    package = document.part.package
    for rels, kept in ((package.rels, ("officeDocument",)), (document.part.rels, _KEPT_PARTS)):
        for name in [name for name, rel in rels.items() if rel.reltype.rpartition("/")[2] not in kept]:
            del rels[name]
    document.sections[0]._sectPr.attrib.clear()
    settings = document.settings.element
    for tag in ("w:rsids", "w:savePreviewPicture", "w:themeFontLang", "w:clrSchemeMapping"):
        for element in settings.findall(qn(tag)):
            settings.remove(element)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def _set_styles(document: WordFile) -> None:
    styles = document.styles
    for style in [style for style in styles if style.name not in _KEPT_STYLES]:
        style.delete()
    root = styles.element
    for tag in ("w:latentStyles", "w:docDefaults"):
        for element in root.findall(qn(tag)):
            root.remove(element)
    for element in list(root.iter(qn("w:rsid"))):
        element.getparent().remove(element)
    for name, size, before, after, lines, font in _STYLES:
        is_kept = name in _KEPT_STYLES
        style = styles[name] if is_kept else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        assert isinstance(style, ParagraphStyle)
        style.base_style = None if is_kept else styles["Normal"]
        style.quick_style = True
        _set_font(style, font, size)
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
        spacing.line_spacing = float(lines)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    styles["Normal"].element.get_or_add_rPr().append(language)
    for name in ("Title", "Footer"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Heading 1"].paragraph_format.keep_with_next = True
    _underline(styles["Line"])


def _set_font(style: ParagraphStyle, font: str, size: float) -> None:
    """Set Times New Roman for Latin letters; characters of both fonts, such as “”, are in the Chinese one."""
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), "Times New Roman")
    fonts.set(qn("w:hint"), "eastAsia")


def _underline(style: ParagraphStyle) -> None:
    """Draw a line under each paragraph; without "between", Word draws only one under a group of them."""
    edges = OxmlElement("w:pBdr")
    for side in ("w:bottom", "w:between"):
        edge = OxmlElement(side)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "auto")):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
    style.element.get_or_add_pPr().insert_element_before(edges, "w:spacing")


def _number_pages(footer: Paragraph) -> None:
    """Write 第 1 页 共 9 页 into the footer."""
    footer.style = "Footer"
    for words, name in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES")):
        footer.add_run(words)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        footer.add_run("1")
        field.append(footer.runs[-1]._r)
        footer._p.append(field)
    footer.add_run(" 页")
