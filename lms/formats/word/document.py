"""A .docx file to lines: paragraphs, table rows, text boxes, with the numbers that Word shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lms.domain.place import NOWHERE, Paragraph, TableRow, named
from lms.domain.problem import Problem, Text
from lms.formats.containers.macros import macros_in
from lms.formats.containers.safe_xml import parse_xml
from lms.formats.containers.safe_zip import SafeZip, open_zip
from lms.formats.containers.signature import known_otherwise
from lms.formats.numbered_text.line import Line
from lms.formats.word.lists import Entry, lettered
from lms.formats.word.numbering import Numbering
from lms.formats.word.paragraph import words_of
from lms.formats.word.table import as_questions
from lms.formats.word.xml import Element, child, children, name, value

_MOST_BYTES = 100_000_000
_DOCUMENT = "word/document.xml"
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "txbxContent"}
_EXCERPT = 12


@dataclass(slots=True)
class Document:
    """The lines, and what of the document they do not hold."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def document_of(data: bytes) -> Document | Problem:
    """The lines of a Word file, or why it is none; the Problem's `where` is empty or a part of the file."""
    refusal = known_otherwise(data)
    if refusal is not None:
        return refusal
    archive = open_zip(data, most_bytes=_MOST_BYTES)
    if isinstance(archive, Problem):
        return archive
    if (macros := macros_in(archive.names())) is not None:
        return macros
    main = _main_part(archive)
    if main is None:
        return _no_word(archive)
    roots: dict[str, Element] = {}
    for part, file in {
        "document": main,
        "numbering": _beside(main, "numbering.xml"),
        "styles": _beside(main, "styles.xml"),
    }.items():
        if file not in archive.names():
            continue
        packed = archive.read(file)
        root = packed if isinstance(packed, Problem) else parse_xml(packed)
        if isinstance(root, Problem):
            return root.at(named(file))
        roots[part] = root
    reader = _Reader(Numbering(roots.get("numbering"), roots.get("styles")))
    body = child(roots["document"], "body")
    reader.walk(body if body is not None else ())
    reader.document.lines = list(lettered(reader.entries))
    return reader.document


def _main_part(archive: SafeZip) -> str | None:
    if _DOCUMENT in archive.names():
        return _DOCUMENT
    packed = archive.read("_rels/.rels")
    root = packed if isinstance(packed, Problem) else parse_xml(packed)
    for link in () if isinstance(root, Problem) else root:
        target = value(link, "Target").lstrip("/")
        if value(link, "Type").endswith("/officeDocument") and target in archive.names():
            return target if target.endswith(".xml") and "word" in target else None
    return None


def _beside(main: str, file: str) -> str:
    return f"{main.rpartition('/')[0]}/{file}".lstrip("/")


def _no_word(archive: SafeZip) -> Problem:
    names = archive.names()
    what = Text("这是压缩包，不是 Word 文件", "this is an archive and not a Word file")
    how = Text("请解压后导入其中的 .docx", "Unpack it and import the .docx in it")
    if any(file.startswith("xl/") for file in names):
        what = Text("这是 Excel 文件，扩展名写成了 .docx", "this is an Excel file named .docx")
        how = Text("请把扩展名改为 .xlsx 后导入", "Rename it to .xlsx and import that")
    elif any(file.startswith("ppt/") for file in names):
        what = Text("这是 PowerPoint 文件", "this is a PowerPoint file")
        how = Text("请把题目复制到 .docx 后导入", "Copy the questions into a .docx file")
    elif "content.xml" in names:
        what = Text("这是 ODT 文件", "this is an ODT file")
        how = Text("请另存为 .docx 后导入", "Save it as .docx and import that")
    return Problem(NOWHERE, what, how)


class _Reader:
    """Goes through a document and counts paragraphs and tables."""

    def __init__(self, numbering: Numbering) -> None:
        self.document = Document()
        self.entries: list[Entry] = []
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0

    def walk(self, parts: Sequence[Element]) -> None:
        """Adds the lines of paragraphs and tables, in the order in which they are read."""
        for part in parts:
            tag = name(part)
            if tag == "p":
                self._paragraph(part)
            elif tag == "tbl":
                self._table(part)
            elif tag in _WRAPPERS:
                self.walk(part)

    def _paragraph(self, paragraph: Element) -> None:
        self._paragraphs += 1
        self.entries += self._lines(paragraph, Paragraph(self._paragraphs))

    def _lines(self, paragraph: Element, at: Paragraph | TableRow) -> Iterator[Entry]:
        words = words_of(paragraph)
        listed = self._numbering.list_of(child(paragraph, "pPr"))
        label = self._numbering.label(child(paragraph, "pPr"))
        seen = words.text
        text = f"{label} {seen}" if label and seen.strip() else seen
        shown = " ".join(text.split())
        place = replace(at, begins=shown[:_EXCERPT] + ("…" if len(shown) > _EXCERPT else ""))
        if words.pictures:
            what = Text("这里有图片，没有读入", "the picture here was not read")
            self.document.notes.append(
                Problem(
                    place,
                    what,
                    Text("请在导入后给这道题补上图片", "Add the picture to the question after the import"),
                    notice=True,
                )
            )
        if words.formulas:
            what = Text("这里有公式，只读入了其中的文字", "of the formula here only the characters were read")
            self.document.notes.append(
                Problem(
                    place,
                    what,
                    Text("请核对这道题，必要时改写公式", "Check the question and write the formula anew"),
                    notice=True,
                )
            )
        for number, line in enumerate(text.split("\n")):
            first = not number and "\n" not in text
            yield Entry(Line(line.rstrip(), place), listed if first else "", label if first else "")
        for box in words.boxes:
            self.walk(box)

    def _table(self, table: Element) -> None:
        self._tables += 1
        number = self._tables
        rows = [[self._cell(cell, TableRow(number, at)) for cell in children(row, "tc")]
                for at, row in enumerate(children(table, "tr"), 1)]  # fmt: skip
        lines = as_questions(rows, number)
        if lines is not None:
            self.entries += map(Entry, lines)
            return
        for row in rows:
            filled = [[line for line in cell if not line.blank] for cell in row]
            if all(len(cell) <= 1 for cell in filled) and len(filled) > 1:
                whole = "\t".join(cell[0].text.strip() if cell else "" for cell in filled).rstrip()
                place = next((cell[0].place for cell in filled if cell), NOWHERE)
                self.entries.append(Entry(Line(whole, place)))
            else:
                self.entries += [Entry(line) for cell in row for line in cell]

    def _cell(self, cell: Element, place: TableRow) -> list[Line]:
        """The lines of a cell; a table inside it follows in its place."""
        before = self.entries
        self.entries = []
        for part in cell:
            if name(part) == "p":
                self.entries += self._lines(part, place)
            elif name(part) in _WRAPPERS or name(part) == "tbl":
                self.walk([part])
        lines, self.entries = list(lettered(self.entries)), before
        return lines
