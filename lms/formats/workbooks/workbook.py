"""Read .xlsx as text in one pass: values as shown, merged cells, and formulas that were never calculated.

openpyxl's read-only mode shows neither merged cells nor, in the same pass, formulas without a value, and
refuses workbooks with styles that it does not know; questions need no styles.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.domain.place import named
from lms.domain.problem import Problem, Text
from lms.formats.containers.macros import macro_problem
from lms.formats.containers.safe_xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    iterate,
    local_name,
    parse_xml,
)
from lms.formats.containers.safe_zip import SafeZip, open_zip
from lms.formats.markup.html_text import superscript
from lms.formats.workbooks import messages
from lms.formats.workbooks.cell_text import format_code, number_text
from lms.formats.workbooks.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet, column_number

_MOST_BYTES = 120_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAIN_PART = re.compile(r"(?:.*/)?xl/workbook\d*\.xml")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share."""

    strings: list[str]
    formats: list[str]
    from_1904: bool


def is_workbook(data: bytes) -> bool:
    """Return whether this is an Excel workbook: a ZIP with a workbook part."""
    archive = open_zip(data)
    return isinstance(archive, SafeZip) and any(_is_main_part(name) for name in archive.names())


def read_workbook(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Return its sheets in order, and what could not be read."""
    archive = open_zip(data, most_bytes=_MOST_BYTES)
    if isinstance(archive, Problem):
        return [], [archive]
    if (macros := macro_problem(archive.names())) is not None:
        return [], [macros]
    main = next((name for name in archive.names() if _is_main_part(name)), "")
    workbook = _part(archive, main)
    if isinstance(workbook, Problem):
        return [], [workbook]
    links = _links(archive, main)
    strings = _strings(archive, links)
    if isinstance(strings, Problem):
        return [], [strings]
    book = _Book(strings, _formats(archive, links), _counts_from_1904(workbook))
    sheets, problems = [], _pictures(archive)
    for entry in (
        children(child(workbook, "sheets"), "sheet") if child(workbook, "sheets") is not None else ()
    ):
        target = links.get(attribute(entry, "id"), "")
        sheet = _sheet(archive, target, entry, book) if "worksheet" in target else None
        if isinstance(sheet, Sheet):
            sheets.append(sheet)
            if len(sheet.rows) == MOST_ROWS:
                problems.append(messages.too_many_rows(sheet.name, MOST_ROWS))
        elif sheet is not None:
            problems.append(sheet)
    return sheets, problems


def _is_main_part(name: str) -> bool:
    return _MAIN_PART.fullmatch(name.lower()) is not None


def _part(archive: SafeZip, name: str) -> Element | Problem:
    data = archive.read(name)
    return data if isinstance(data, Problem) else parse_xml(data)


def _links(archive: SafeZip, main: str) -> dict[str, str]:
    """Return the part of each relation id, and of "styles" and "sharedStrings", of which there is one each."""
    folder, name = posixpath.split(main)
    relations = _part(archive, posixpath.join(folder, "_rels", name + ".rels"))
    links: dict[str, str] = {}
    if isinstance(relations, Problem):
        return links
    known = {part.lower(): part for part in archive.names()}
    for relation in children(relations, "Relationship"):
        target = relation.get("Target", "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        part = known.get(path.lower(), path)
        links[relation.get("Id", "")] = part
        links[relation.get("Type", "").rpartition("/")[2]] = part
    return links


def _pictures(archive: SafeZip) -> list[Problem]:
    """Pictures lie over a sheet, not in its cells, so that their questions are unknown."""
    count = sum("/media/" in name for name in archive.names())
    return [messages.pictures_not_read(count)] if count else []


def _strings(archive: SafeZip, links: dict[str, str]) -> list[str] | Problem:
    if "sharedStrings" not in links:
        return []
    data = archive.read(links["sharedStrings"])
    if isinstance(data, Problem):
        return data
    strings = []
    for item in iterate(data, "si"):
        if isinstance(item, Problem):
            return item
        strings.append(_rich_text(item))
    return strings


def _rich_text(item: Element) -> str:
    """Return all runs of a string, without the readings above Chinese characters."""
    return _unescaped("".join(_run(part) for part in item if local_name(part) in ("t", "r")))


def _run(part: Element) -> str:
    """Return the text of a run: 10² is typed as 10 and a raised 2, and must not become 102."""
    element = part if local_name(part) == "t" else child(part, "t")
    text = (element.text or "") if element is not None else ""
    align = child(part, "rPr", "vertAlign")
    position = align.get("val", "") if align is not None else ""
    return (
        superscript(text, low=position == "subscript") if position in ("superscript", "subscript") else text
    )


def _unescaped(raw: str) -> str:
    raw = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _formats(archive: SafeZip, links: dict[str, str]) -> list[str]:
    """Return the number format of each cell style."""
    styles = _part(archive, links.get("styles", ""))
    if isinstance(styles, Problem):
        return []
    own = {
        int(form.get("numFmtId", "0")): form.get("formatCode", "")
        for form in descendants(styles, "numFmt")
        if form.get("numFmtId", "").isdecimal()
    }
    used = child(styles, "cellXfs")
    numbers = [style.get("numFmtId", "0") for style in children(used, "xf")] if used is not None else []
    return [format_code(int(number), own) if number.isdecimal() else "" for number in numbers]


def _counts_from_1904(workbook: Element) -> bool:
    properties = child(workbook, "workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def _sheet(archive: SafeZip, part: str, entry: Element, book: _Book) -> Sheet | Problem:
    name = entry.get("name", "")
    data = archive.read(part)
    if isinstance(data, Problem):
        return data.at(named(name))
    rows: list[Row] = []
    merges: list[tuple[int, int, int, int]] = []
    for element in iterate(data, "row", "mergeCell"):
        if isinstance(element, Problem):
            return element.at(named(name))
        if local_name(element) == "mergeCell":
            merges += _merge(element.get("ref", ""))
        elif len(rows) < MOST_ROWS:
            row = _row(element, rows[-1].number + 1 if rows else 1, book)
            rows += [row] if row.cells or row.unreadable else []
    return Sheet(name, tuple(rows), tuple(merges), entry.get("state", "visible") != "visible")


def _merge(reference: str) -> Iterator[tuple[int, int, int, int]]:
    cells = _REFERENCE.fullmatch(reference)
    if cells and cells[3]:
        yield int(cells[2]), column_number(cells[1]), int(cells[4]), column_number(cells[3])


def _row(element: Element, following: int, book: _Book) -> Row:
    number = element.get("r", "")
    cells: dict[int, str] = {}
    unreadable: dict[int, Text] = {}
    column = -1
    for cell in element:
        referenced = column_number(cell.get("r", ""))
        column = referenced if referenced >= 0 else column + 1
        if len(cell) == 0 or column >= MOST_COLUMNS:
            continue
        value = _cell(cell, book)
        if isinstance(value, Text):
            unreadable[column] = value
        elif value.strip():
            cells[column] = value.strip()
    return Row(int(number) if number.isdecimal() and len(number) < 8 else following, cells, unreadable)


def _cell(cell: Element, book: _Book) -> str | Text:
    kind, stored = cell.get("t", "n"), child(cell, "v")
    raw = (stored.text or "") if stored is not None else ""
    if "DISPIMG(" in raw:
        return messages.CELL_IS_PICTURE
    if kind == "inlineStr":
        inline = child(cell, "is")
        return _rich_text(inline) if inline is not None else ""
    if kind == "e":
        return messages.formula_failed(raw)
    if not raw:
        uncalculated = kind != "str" and child(cell, "f") is not None
        return messages.FORMULA_NOT_CALCULATED if uncalculated else ""
    if kind == "s":
        exists = raw.isdecimal() and int(raw) < len(book.strings)
        return book.strings[int(raw)] if exists else messages.TEXT_MISSING
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind in ("str", "d"):
        return _unescaped(raw)
    return _number(raw, cell.get("s", "0"), book)


def _number(raw: str, style: str, book: _Book) -> str:
    try:
        value = float(raw)
    except ValueError:
        return raw
    code = book.formats[int(style)] if style.isdecimal() and int(style) < len(book.formats) else ""
    return number_text(value, code, from_1904=book.from_1904)
