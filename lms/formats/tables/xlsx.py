"""An Excel workbook as an office expects it: frozen header, filter, A4 landscape, numbers as numbers."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from lms.domain.beijing import BEIJING
from lms.domain.problem import Text
from lms.formats.table import Cell, Table

FORMAT = "xlsx"
NAME = Text("Excel", "Excel")
ORDER = 10
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
"""Of one sheet, without its header; further rows go to another sheet."""


def write(out: BinaryIO, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> int:
    """Implement TableFormat.write. Texts are text cells: a 工号 keeps its zeros, and "=1+1" is no formula."""
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder, "in_memory": False})
        book.set_properties({"title": table.title.in_(language)})
        count = _write_sheets(book, table, rows, language)
        book.close()
    return count


def _write_sheets(book: Any, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> int:
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "General"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    kinds = [formats[column.kind] for column in table.columns]
    count, sheet, line = 0, None, MOST_ROWS + 1
    for row in rows:
        if line > MOST_ROWS:
            sheet, line = _new_sheet(book, table, language, formats), 1
        _write_row(sheet, line, row, kinds)
        count, line = count + 1, line + 1
    if sheet is None:
        _new_sheet(book, table, language, formats)
    return count


def _write_row(sheet: Any, line: int, row: Sequence[Cell], kinds: Sequence[Any]) -> None:
    for position, (cell, form) in enumerate(zip(row, kinds, strict=True)):
        if cell is None:
            continue
        if isinstance(cell, datetime):
            sheet.write_datetime(line, position, cell.astimezone(BEIJING).replace(tzinfo=None), form)
        elif isinstance(cell, date):
            sheet.write_datetime(line, position, datetime(cell.year, cell.month, cell.day), form)
        elif isinstance(cell, int | Decimal):
            sheet.write_number(line, position, cell, form)
        else:
            sheet.write_string(line, position, cell[:32767], form)


def _new_sheet(book: Any, table: Table, language: str, formats: dict[str, Any]) -> Any:
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, column.width, formats[column.kind])
        sheet.write_string(0, position, column.name.in_(language), bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, MOST_ROWS, len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    return sheet
