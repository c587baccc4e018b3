"""Read tables that only have a name of Excel: CSV in any encoding, a web page, and Excel's XML of 2003."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from lms.domain.problem import Problem
from lms.formats.containers.decode import decode_text
from lms.formats.containers.safe_xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    first_tag,
    local_name,
    parse_xml,
    text,
)
from lms.formats.workbooks import messages
from lms.formats.workbooks.cell_text import plain_number
from lms.formats.workbooks.grid import MOST_COLUMNS, MOST_ROWS, Sheet, make_sheet

Sheets = tuple[list[Sheet], list[Problem]]
"""The sheets in order, and what could not be read."""
_SEPARATORS = ",;\t|，；"
_ESCAPE = re.compile(r"'(?=[ \"'\ufeff]*[=+\-@\t\r\n\0＝＋－＠])")
"""The apostrophe that exports put before what a spreadsheet would run as a formula."""
_SPREADSHEET_2003 = "Workbook"


def is_web_page(data: bytes) -> bool:
    """Return whether a file named .xls is really HTML."""
    return re.match(rb"[\s\xef\xbb\xbf\xff\xfe\0]*<(!doctype\s+html|html|head|meta|table|body|style)\b",
                    data[:2000].replace(b"\0", b""), re.IGNORECASE) is not None  # fmt: skip


def is_xml_of_2003(data: bytes) -> bool:
    """Return whether it is an XML spreadsheet as Excel 2003 wrote it."""
    return first_tag(data) == _SPREADSHEET_2003 and b"schemas-microsoft-com:office" in data[:4000]


def read_csv(data: bytes) -> Sheets:
    """Read one sheet without a name; row numbers count records, as a spreadsheet shows them."""
    decoded = decode_text(data, "")
    if isinstance(decoded, Problem):
        return [], [decoded]
    separator, source = _separator(decoded.text)
    try:
        reader = csv.reader(io.StringIO(source, newline=""), delimiter=separator)
        lines = [[_ESCAPE.sub("", cell, 1) if cell[:1] == "'" else cell for cell in line]
                 for line in islice(reader, MOST_ROWS + 1)]  # fmt: skip
    except csv.Error as error:
        return [], [messages.invalid_csv(str(error))]
    return _cut_off(make_sheet("", ([cell.replace("\r\n", "\n") for cell in line] for line in lines)))


def _separator(source: str) -> tuple[str, str]:
    """Return the separator and the text: Excel's own "sep=" line, else the most frequent one in the first line with any."""
    declared = re.match(r"sep=(.)\r?\n", source)
    if declared:
        # The line is kept as an empty record, so that rows keep their numbers.
        return declared[1], source[declared.end() - 1 :]
    for line in source[:20_000].splitlines():
        outside = re.sub(r'"[^"]*"', "", line)
        separator = max(_SEPARATORS, key=outside.count)
        if outside.count(separator):
            return separator, source
    return ",", source


def read_web_page(data: bytes) -> Sheets:
    """Read every table of the page that is not inside another one."""
    decoded = decode_text(data, "")
    if isinstance(decoded, Problem):
        return [], [decoded]
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(re.sub(r"<\?xml[^>]*>", "", decoded.text, count=1), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    tables = [] if root is None else [t for t in descendants(root, "table") if not _inside_table(t)]
    sheets = [
        make_sheet("" if len(tables) == 1 else f"表{n}", _html_rows(t)) for n, t in enumerate(tables, 1)
    ]
    if not sheets:
        return [], [messages.NO_TABLE_ON_PAGE]
    return sheets, []


def _inside_table(element: Element) -> bool:
    return any(local_name(above) == "table" for above in element.iterancestors())


def _html_rows(element: Element) -> Iterator[list[str]]:
    """Yield rows with the text of a cell repeated wherever it spans."""
    spanning: dict[int, tuple[int, str]] = {}
    for row in islice(descendants(element, "tr"), MOST_ROWS):
        cells: dict[int, str] = {}
        for column, (rows_left, cell_text) in list(spanning.items()):
            cells[column] = cell_text
            spanning[column] = (rows_left - 1, cell_text)
        spanning = {column: entry for column, entry in spanning.items() if entry[0] > 0}
        column = 0
        for cell in children(row, "td", "th"):
            while column in cells:
                column += 1
            for _ in range(_span(cell, "colspan")):
                cells[column] = cell_text = _html_text(cell)
                if _span(cell, "rowspan") > 1:
                    spanning[column] = (_span(cell, "rowspan") - 1, cell_text)
                column += 1
            if column > MOST_COLUMNS:
                break
        yield [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), MOST_COLUMNS) if value.isdecimal() and len(value) < 6 else 1


def _html_text(cell: Element) -> str:
    """Return the text of a cell in lines; blanks of the source are one blank, as a browser shows them."""
    parts = [re.sub(r"[ \t\r\n]+", " ", cell.text or "")]
    for inner in cell.iterdescendants():
        if local_name(inner) in ("br", "p", "div", "li"):
            parts.append("\n")
        if local_name(inner) not in ("script", "style"):
            parts.append(re.sub(r"[ \t\r\n]+", " ", inner.text or ""))
        parts.append(re.sub(r"[ \t\r\n]+", " ", inner.tail or ""))
    lines = "".join(parts).replace("\xa0", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def read_xml_of_2003(data: bytes) -> Sheets:
    """Read SpreadsheetML: Worksheet, Table, Row, Cell, Data; ss:Index skips cells, ss:Merge… covers some."""
    root = parse_xml(data)
    if isinstance(root, Problem):
        return [], [root]
    sheets = []
    for sheet in children(root, "Worksheet"):
        lines: list[list[str]] = []
        rows = child(sheet, "Table")
        for row in islice(children(rows, "Row") if rows is not None else [], MOST_ROWS):
            start = attribute(row, "Index")
            if start.isdecimal() and len(lines) < int(start) - 1 <= MOST_ROWS:
                lines += [[]] * (int(start) - 1 - len(lines))
            lines.append(_cells_of_2003(row))
        sheets.append(make_sheet(attribute(sheet, "Name"), lines))
    return sheets, []


def _cells_of_2003(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in children(row, "Cell"):
        index = attribute(cell, "Index")
        if index.isdecimal() and len(cells) < int(index) - 1 <= MOST_COLUMNS:
            cells += [""] * (int(index) - 1 - len(cells))
        data = child(cell, "Data")
        value = text(data)
        if (
            data is not None
            and attribute(data, "Type") == "Number"
            and re.fullmatch(r"-?[\d.]+(E[+-]?\d+)?", value)
        ):
            value = plain_number(float(value))
        cells.append(value.removesuffix("T00:00:00.000") if re.match(r"\d{4}-", value) else value)
        across = attribute(cell, "MergeAcross")
        cells += [""] * (min(int(across), MOST_COLUMNS) if across.isdecimal() else 0)
    return cells


def _cut_off(sheet: Sheet) -> Sheets:
    if len(sheet.rows) > MOST_ROWS:
        return [Sheet("", sheet.rows[:MOST_ROWS])], [messages.too_many_rows("", MOST_ROWS)]
    return [sheet], []
