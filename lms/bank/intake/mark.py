"""The same file with what is wrong marked in it; or, where a format has no room for remarks, a list."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import xlsxwriter

from lms.bank.intake.cut import Cells, Pieces, cut_of
from lms.bank.intake.entries import untold
from lms.bank.models import ImportEntry, ItemImport
from lms.domain.problem import Problem, Text
from lms.domain.text.typed import printable
from lms.formats.containers.decode import Decoded, decoded
from lms.formats.sheets.grid import Sheet
from lms.formats.sheets.read import sheets_of
from lms.formats.tables.csv import harmless

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT = "text/plain; charset=utf-8"
_LONGEST = 32_000
_HEAD = Text("问题", "Problems")
_COMMENTS = {"gift": "// ", "toml": "# "}
"""What begins a line that the format passes over."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A file to be downloaded."""

    name: str
    media_type: str
    data: bytes


def safe_name(name: str) -> str:
    """The name without folders and control characters."""
    shown = "".join(c for c in printable(name) if c not in '\n\t/\\:*?"<>|').strip(" .")
    return shown[-120:] or "file"


def marked(imported: ItemImport, entries: Sequence[ImportEntry], data: bytes, language: str) -> Marked:
    """The file, in its own format where that can be."""
    whole = untold(imported.problems)
    found = [(entry, untold(entry.problems)) for entry in entries if entry.problems]
    problems = [*whole, *(problem for _, each in found for problem in each)]
    stem = f"{PurePath(safe_name(imported.file_name)).stem}-{'marked' if language == 'en' else '标注'}"
    if imported.form == "excel":
        sheets = sheets_of(data)[0]
        if imported.file_name.lower().endswith(".csv"):
            return Marked(f"{stem}.csv", "text/csv; charset=utf-8", _csv(sheets, problems, language))
        return Marked(f"{stem}.xlsx", _XLSX, _workbook(sheets, problems, language))
    if imported.form in _COMMENTS:
        suffix = PurePath(safe_name(imported.file_name)).suffix or f".{imported.form}"
        return Marked(f"{stem}{suffix}", _TEXT, _commented(imported, problems, data, language))
    if imported.form in ("text", "aiken"):
        return Marked(f"{stem}.txt", _TEXT, "".join(_listed(whole, found, language)).encode("utf-8-sig"))
    return Marked(f"{stem}.xlsx", _XLSX, _list(whole, found, language))


def _said(problems: Sequence[Problem], language: str) -> str:
    return "\n".join(problem.line(language) for problem in problems)[:_LONGEST]


def _by_row(cells: Cells, problems: Sequence[Problem]) -> dict[tuple[int, int], list[Problem]]:
    rows: dict[tuple[int, int], list[Problem]] = {}
    for problem in problems:
        key = cells.key(problem.where)
        if key is not None:
            rows.setdefault(key, []).append(problem)
    return rows


def _workbook(sheets: Sequence[Sheet], problems: Sequence[Problem], language: str) -> bytes:
    """Every cell as a text, so that nothing becomes a formula; the wrong ones in colour, the words behind."""
    out, cells = io.BytesIO(), Cells(sheets)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    wrong = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#FFD9CC", "border": 1}
    )
    told = _by_row(cells, problems)
    for number, sheet in enumerate(sheets):
        page = book.add_worksheet(_title(sheet.name, number))
        last = max((max(row.cells, default=0) for row in sheet.rows), default=0) + 1
        page.set_column(0, last - 1, 18)
        page.set_column(last, last, 60)
        for row in sheet.rows:
            here = told.get((number, row.number), [])
            columns = {cells.column(problem.where) for problem in here}
            for column in {*row.cells, *columns}:
                words = row.cells.get(column, "")[:_LONGEST]
                page.write_string(row.number - 1, column, words, wrong if column in columns else text)
            if here:
                page.write_string(row.number - 1, last, _said(here, language), wrong)
        if sheet.rows and (number, sheet.rows[0].number) not in told:
            page.write_string(sheet.rows[0].number - 1, last, _HEAD.in_(language), text)
    rest = [problem for problem in problems if cells.key(problem.where) is None]
    if rest or not sheets:
        page = book.add_worksheet(_title(_HEAD.in_(language), len(sheets)))
        for line, problem in enumerate(rest):
            page.write_string(line, 0, problem.line(language)[:_LONGEST], text)
    book.close()
    return out.getvalue()


def _title(name: str, number: int) -> str:
    """A name that Excel takes; the number keeps two from being one."""
    shown = "".join(c for c in printable(name) if c not in "[]:*?/\\'\n\t")[:24].strip()
    return f"{shown or 'Sheet'} {number + 1}" if number or not shown else shown


def _csv(sheets: Sequence[Sheet], problems: Sequence[Problem], language: str) -> bytes:
    """The problems in a last column; cells that would be formulas get an apostrophe."""
    text, cells = io.StringIO(newline=""), Cells(sheets)
    told, writer = _by_row(cells, problems), csv.writer(text, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        last = max((max(row.cells, default=0) for row in sheet.rows), default=0) + 1
        for place, row in enumerate(sheet.rows):
            words = [harmless(row.cells.get(column, "")) for column in range(last)]
            here = _said(told.get((number, row.number), []), language)
            writer.writerow([*words, harmless(here or (_HEAD.in_(language) if place == 0 else ""))])
    for problem in (p for p in problems if cells.key(p.where) is None):
        writer.writerow([harmless(problem.line(language))])
    return text.getvalue().encode("utf-8-sig")


def _commented(imported: ItemImport, problems: Sequence[Problem], data: bytes, language: str) -> bytes:
    """Remarks above each question, in lines that the format passes over."""
    found, sign = decoded(data, ""), _COMMENTS[imported.form]
    cut = cut_of(data, imported.file_name, imported.form)
    if not isinstance(found, Decoded) or not isinstance(cut, Pieces):
        return data
    remarks: dict[int, list[str]] = {}
    for problem in problems:
        key = cut.key(problem.where)
        remark = sign + "▲ " + " ".join(problem.line(language).split())
        remarks.setdefault(key[1] if key else 0, []).append(remark)
    text = found.text if "\n" in found.text else found.text.replace("\r", "\n")
    lines = [each for n, line in enumerate(text.split("\n")) for each in (*remarks.get(n, ()), line)]
    return "\n".join(lines).encode("utf-8")


def _listed(
    whole: Sequence[Problem], found: Sequence[tuple[ImportEntry, list[Problem]]], language: str
) -> Iterator[str]:
    for problem in whole:
        yield f"▲ {problem.line(language)}\n"
    for entry, problems in found:
        yield "".join(f"▲ {problem.line(language)}\n" for problem in problems)
        yield f"{entry.text}\n\n" if entry.text else "\n"


def _list(
    whole: Sequence[Problem], found: Sequence[tuple[ImportEntry, list[Problem]]], language: str
) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    page, text = (
        book.add_worksheet(_HEAD.in_(language)),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.set_column(0, 3, 40)
    heads = (
        ("位置", "问题", "怎样改", "原文")
        if language != "en"
        else ("Where", "What", "How to mend it", "Text")
    )
    rows: list[Any] = [
        heads,
        *((p.where.in_(language), p.what.in_(language), p.how.in_(language), "") for p in whole),
    ]
    rows += [
        (p.where.in_(language), p.what.in_(language), p.how.in_(language), entry.text)
        for entry, each in found
        for p in each
    ]
    for line, row in enumerate(rows):
        for column, words in enumerate(row):
            page.write_string(line, column, printable(words)[:_LONGEST], text)
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
