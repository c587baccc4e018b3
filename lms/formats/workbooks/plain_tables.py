"""Tables that only call themselves Excel: CSV in any encoding, a web page, and Excel's XML of 2003."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text
from lms.formats.containers.decode import decode_text
from lms.formats.containers.safe_xml import (
    Element,
    child,
    children,
    descendants,
    first_tag,
    local_name,
    parse_xml,
    text,
)
from lms.formats.workbooks.cell_text import plain_number
from lms.formats.workbooks.grid import MOST_COLUMNS, MOST_ROWS, Sheet, make_sheet, too_many_rows

Found = tuple[list[Sheet], list[Problem]]
_SEPARATORS = ",;\t|，；"
_ARMOUR = re.compile(r"'(?=[ \"'\ufeff]*[=+\-@\t\r\n\0＝＋－＠])")
"""The apostrophe that exports put before what a spreadsheet would run as a formula."""
_SPREADSHEET_2003 = "Workbook"


def is_web_page(data: bytes) -> bool:
    """Whether a file named .xls is really HTML."""
    return re.match(rb"[\s\xef\xbb\xbf\xff\xfe\0]*<(!doctype\s+html|html|head|meta|table|body|style)\b",
                    data[:2000].replace(b"\0", b""), re.IGNORECASE) is not None  # fmt: skip


def is_xml_of_2003(data: bytes) -> bool:
    """Whether it is an XML spreadsheet as Excel 2003 wrote it."""
    return first_tag(data) == _SPREADSHEET_2003 and b"schemas-microsoft-com:office" in data[:4000]


def read_csv(data: bytes) -> Found:
    """One sheet without a name; row numbers count records, as a spreadsheet shows them."""
    found = decode_text(data, "")
    if isinstance(found, Problem):
        return [], [found]
    separator, source = _separator(found.text)
    try:
        reader = csv.reader(io.StringIO(source, newline=""), delimiter=separator)
        lines = [[_ARMOUR.sub("", cell, 1) if cell[:1] == "'" else cell for cell in line]
                 for line in islice(reader, MOST_ROWS + 1)]  # fmt: skip
    except csv.Error as error:
        what = Text(f"CSV 写法有误（{error}）", f"is not valid CSV ({error})")
        return [], [
            Problem(NOWHERE, what, Text("请用 Excel 另存为 .xlsx 后重试", "Save it as .xlsx and try again"))
        ]
    return _one(make_sheet("", ([cell.replace("\r\n", "\n") for cell in line] for line in lines)))


def _separator(source: str) -> tuple[str, str]:
    """By Excel's own "sep=" line, else the one that stands most often in the first line that has any."""
    said = re.match(r"sep=(.)\r?\n", source)
    if said:
        # The line is kept as an empty record, so that rows keep their numbers.
        return said[1], source[said.end() - 1 :]
    for line in source[:20_000].splitlines():
        outside = re.sub(r'"[^"]*"', "", line)
        found = max(_SEPARATORS, key=outside.count)
        if outside.count(found):
            return found, source
    return ",", source


def read_web_page(data: bytes) -> Found:
    """Every table of the page that is not inside another one."""
    found = decode_text(data, "")
    if isinstance(found, Problem):
        return [], [found]
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(re.sub(r"<\?xml[^>]*>", "", found.text, count=1), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    tables = [] if root is None else [t for t in descendants(root, "table") if not _inside_table(t)]
    sheets = [
        make_sheet("" if len(tables) == 1 else f"表{n}", _html_rows(t)) for n, t in enumerate(tables, 1)
    ]
    if not sheets:
        what = Text("是网页，里面没有表格", "is a web page without a table")
        return [], [Problem(NOWHERE, what, Text("请导出为 .xlsx 后重试", "Export it as .xlsx and try again"))]
    return sheets, []


def _inside_table(element: Element) -> bool:
    return any(local_name(above) == "table" for above in element.iterancestors())


def _html_rows(element: Element) -> Iterator[list[str]]:
    """Rows with the words of a cell repeated in all the places it spans."""
    waiting: dict[int, tuple[int, str]] = {}
    for row in islice(descendants(element, "tr"), MOST_ROWS):
        cells: dict[int, str] = {}
        for column, (left, words) in list(waiting.items()):
            cells[column] = words
            waiting[column] = (left - 1, words)
        waiting = {column: entry for column, entry in waiting.items() if entry[0] > 0}
        column = 0
        for cell in children(row, "td", "th"):
            while column in cells:
                column += 1
            for _ in range(_span(cell, "colspan")):
                cells[column] = words = _html_words(cell)
                if _span(cell, "rowspan") > 1:
                    waiting[column] = (_span(cell, "rowspan") - 1, words)
                column += 1
            if column > MOST_COLUMNS:
                break
        yield [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), MOST_COLUMNS) if value.isdecimal() and len(value) < 6 else 1


def _html_words(cell: Element) -> str:
    """Words on their lines; blanks of the source are one blank, as a browser shows them."""
    parts = [re.sub(r"[ \t\r\n]+", " ", cell.text or "")]
    for inner in cell.iterdescendants():
        if local_name(inner) in ("br", "p", "div", "li"):
            parts.append("\n")
        if local_name(inner) not in ("script", "style"):
            parts.append(re.sub(r"[ \t\r\n]+", " ", inner.text or ""))
        parts.append(re.sub(r"[ \t\r\n]+", " ", inner.tail or ""))
    lines = "".join(parts).replace("\xa0", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def read_xml_of_2003(data: bytes) -> Found:
    """SpreadsheetML: Worksheet, Table, Row, Cell, Data; ss:Index leaves cells out, ss:Merge… covers some."""
    root = parse_xml(data)
    if isinstance(root, Problem):
        return [], [root]
    sheets = []
    for sheet in children(root, "Worksheet"):
        lines: list[list[str]] = []
        rows = child(sheet, "Table")
        for row in islice(children(rows, "Row") if rows is not None else [], MOST_ROWS):
            start = _own(row, "Index")
            if start.isdecimal() and len(lines) < int(start) - 1 <= MOST_ROWS:
                lines += [[]] * (int(start) - 1 - len(lines))
            lines.append(_cells_of_2003(row))
        sheets.append(make_sheet(_own(sheet, "Name"), lines))
    return sheets, []


def _cells_of_2003(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in children(row, "Cell"):
        index = _own(cell, "Index")
        if index.isdecimal() and len(cells) < int(index) - 1 <= MOST_COLUMNS:
            cells += [""] * (int(index) - 1 - len(cells))
        data = child(cell, "Data")
        words = text(data)
        if (
            data is not None
            and _own(data, "Type") == "Number"
            and re.fullmatch(r"-?[\d.]+(E[+-]?\d+)?", words)
        ):
            words = plain_number(float(words))
        cells.append(words.removesuffix("T00:00:00.000") if re.match(r"\d{4}-", words) else words)
        across = _own(cell, "MergeAcross")
        cells += [""] * (min(int(across), MOST_COLUMNS) if across.isdecimal() else 0)
    return cells


def _own(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _one(sheet: Sheet) -> Found:
    if len(sheet.rows) > MOST_ROWS:
        return [Sheet("", sheet.rows[:MOST_ROWS])], [too_many_rows("")]
    return [sheet], []
