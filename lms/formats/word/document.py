"""Read a .docx file as lines: paragraphs, table rows and text boxes, with the numbers that Word shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lms.domain.place import NOWHERE, Paragraph, TableRow, named
from lms.domain.problem import Problem
from lms.formats.containers.macros import macro_problem
from lms.formats.containers.safe_xml import parse_xml
from lms.formats.containers.safe_zip import SafeZip, open_zip
from lms.formats.containers.signature import unsupported_format
from lms.formats.numbered_text.line import Line
from lms.formats.word import messages
from lms.formats.word.lists import Entry, with_letters
from lms.formats.word.numbering import Numbering
from lms.formats.word.paragraph import read_paragraph
from lms.formats.word.table import question_lines
from lms.formats.word.xml import Element, child, children, local_name, value

_MOST_BYTES = 100_000_000
_DOCUMENT = "word/document.xml"
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "txbxContent"}
_EXCERPT = 12


@dataclass(slots=True)
class Document:
    """The lines, and notices about what they do not contain."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def read_document(data: bytes) -> Document | Problem:
    """Return the lines of a Word file, or why it cannot be read, with the part of the file where one is damaged."""
    refusal = unsupported_format(data)
    if refusal is not None:
        return refusal
    archive = open_zip(data, most_bytes=_MOST_BYTES)
    if isinstance(archive, Problem):
        return archive
    if (macros := macro_problem(archive.names())) is not None:
        return macros
    main = _main_part(archive)
    if main is None:
        return _other_format(archive.names())
    roots: dict[str, Element] = {}
    for part, file in {
        "document": main,
        "numbering": _sibling(main, "numbering.xml"),
        "styles": _sibling(main, "styles.xml"),
    }.items():
        if file not in archive.names():
            continue
        xml = archive.read(file)
        root = xml if isinstance(xml, Problem) else parse_xml(xml)
        if isinstance(root, Problem):
            return root.at(named(file))
        roots[part] = root
    reader = _Reader(Numbering(roots.get("numbering"), roots.get("styles")))
    body = child(roots["document"], "body")
    reader.walk(body if body is not None else ())
    reader.document.lines = list(with_letters(reader.entries))
    return reader.document


def _main_part(archive: SafeZip) -> str | None:
    if _DOCUMENT in archive.names():
        return _DOCUMENT
    relations = archive.read("_rels/.rels")
    root = relations if isinstance(relations, Problem) else parse_xml(relations)
    for link in () if isinstance(root, Problem) else root:
        target = value(link, "Target").lstrip("/")
        if value(link, "Type").endswith("/officeDocument") and target in archive.names():
            return target if target.endswith(".xml") and "word" in target else None
    return None


def _sibling(main: str, file: str) -> str:
    return f"{main.rpartition('/')[0]}/{file}".lstrip("/")


def _other_format(names: Sequence[str]) -> Problem:
    if any(file.startswith("xl/") for file in names):
        return messages.EXCEL
    if any(file.startswith("ppt/") for file in names):
        return messages.POWERPOINT
    return messages.ODT if "content.xml" in names else messages.ARCHIVE


class _Reader:
    """Walks through a document and counts its paragraphs and tables."""

    def __init__(self, numbering: Numbering) -> None:
        self.document = Document()
        self.entries: list[Entry] = []
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0

    def walk(self, parts: Sequence[Element]) -> None:
        """Add the lines of paragraphs and tables, in the order of reading."""
        for part in parts:
            tag = local_name(part)
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
        content = read_paragraph(paragraph)
        listed = self._numbering.list_of(child(paragraph, "pPr"))
        label = self._numbering.label(child(paragraph, "pPr"))
        text = f"{label} {content.text}" if label and content.text.strip() else content.text
        shown = " ".join(text.split())
        place = replace(at, begins=shown[:_EXCERPT] + ("…" if len(shown) > _EXCERPT else ""))
        if content.pictures:
            self.document.notes.append(messages.picture_not_read(place))
        if content.formulas:
            self.document.notes.append(messages.formula_not_read(place))
        for number, line in enumerate(text.split("\n")):
            first = not number and "\n" not in text
            yield Entry(Line(line.rstrip(), place), listed if first else "", label if first else "")
        for box in content.boxes:
            self.walk(box)

    def _table(self, table: Element) -> None:
        self._tables += 1
        number = self._tables
        rows = [[self._cell(cell, TableRow(number, at)) for cell in children(row, "tc")]
                for at, row in enumerate(children(table, "tr"), 1)]  # fmt: skip
        lines = question_lines(rows, number)
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
        """Return the lines of a cell, those of a table inside it among them."""
        outer = self.entries
        self.entries = []
        for part in cell:
            if local_name(part) == "p":
                self.entries += self._lines(part, place)
            elif local_name(part) in _WRAPPERS or local_name(part) == "tbl":
                self.walk([part])
        lines, self.entries = list(with_letters(self.entries)), outer
        return lines
