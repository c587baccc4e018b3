"""Annotate tables: problems in a last column and, in a workbook, the wrong cells in colour."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from lms.domain.problem import Problem, Text
from lms.domain.text.typed import printable
from lms.formats.excerpts import Key
from lms.formats.remarks import XLSX, Annotated, Remarks
from lms.formats.sheets.excerpts import SheetExcerpts
from lms.formats.table import escape_formula
from lms.formats.workbooks.grid import Sheet

_LONGEST = 32_000
_TITLE = Text("问题", "Problems")


def _by_row(cells: SheetExcerpts, problems: Sequence[Problem]) -> dict[Key, list[Problem]]:
    rows: dict[Key, list[Problem]] = {}
    for problem in problems:
        key = cells.key(problem.where)
        if key is not None:
            rows.setdefault(key, []).append(problem)
    return rows


def annotated_workbook(sheets: Sequence[Sheet], remarks: Remarks) -> Annotated:
    """Return a workbook of text cells, so that none becomes a formula; wrong ones in colour, problems in a last column."""
    out, cells, title = io.BytesIO(), SheetExcerpts(sheets), _TITLE.in_(remarks.language)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    wrong = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#FFD9CC", "border": 1}
    )
    by_row = _by_row(cells, remarks.problems)
    for number, sheet in enumerate(sheets):
        page = book.add_worksheet(_sheet_name(sheet.name, number))
        last = _width(sheet)
        page.set_column(0, last - 1, 18)
        page.set_column(last, last, 60)
        for row in sheet.rows:
            problems = by_row.get((number, row.number), [])
            columns = {cells.column(problem.where) for problem in problems}
            for column in {*row.cells, *columns}:
                content = row.cells.get(column, "")[:_LONGEST]
                page.write_string(row.number - 1, column, content, wrong if column in columns else text)
            if problems:
                lines = "\n".join(remarks.lines(problems))
                page.write_string(row.number - 1, last, lines[:_LONGEST], wrong)
        if sheet.rows and (number, sheet.rows[0].number) not in by_row:
            page.write_string(sheet.rows[0].number - 1, last, title, text)
    elsewhere = [problem for problem in remarks.problems if cells.key(problem.where) is None]
    if elsewhere or not sheets:
        page = book.add_worksheet(_sheet_name(title, len(sheets)))
        for number, line in enumerate(remarks.lines(elsewhere)):
            page.write_string(number, 0, line[:_LONGEST], text)
    book.close()
    return Annotated(".xlsx", XLSX, out.getvalue())


def _width(sheet: Sheet) -> int:
    return max((max(row.cells, default=0) for row in sheet.rows), default=0) + 1


def _sheet_name(name: str, number: int) -> str:
    """Return a name that Excel accepts; the number makes it unique."""
    allowed = "".join(c for c in printable(name) if c not in "[]:*?/\\'\n\t")[:24].strip()
    return f"{allowed or 'Sheet'} {number + 1}" if number or not allowed else allowed


def annotated_csv(sheets: Sequence[Sheet], remarks: Remarks) -> Annotated:
    """Return a CSV file with the problems in a last column; cells that look like formulas are escaped."""
    text, cells, title = io.StringIO(newline=""), SheetExcerpts(sheets), _TITLE.in_(remarks.language)
    by_row, writer = _by_row(cells, remarks.problems), csv.writer(text, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        last = _width(sheet)
        for index, row in enumerate(sheet.rows):
            values = [escape_formula(row.cells.get(column, "")) for column in range(last)]
            lines = "\n".join(remarks.lines(by_row.get((number, row.number), [])))[:_LONGEST]
            writer.writerow([*values, escape_formula(lines or ("" if index else title))])
    for line in remarks.lines([p for p in remarks.problems if cells.key(p.where) is None]):
        writer.writerow([escape_formula(line)])
    return Annotated(".csv", "text/csv; charset=utf-8", text.getvalue().encode("utf-8-sig"))
