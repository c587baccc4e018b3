"""List the problems with the text of each question: as text, or as a workbook for formats that nobody types."""

import io
from typing import Any

import xlsxwriter

from lms.domain.problem import Text
from lms.domain.text.typed import printable
from lms.formats.remarks import TEXT, XLSX, Annotated, Remarks

_LONGEST = 32_000
_SHEET = Text("问题", "Problems")
_TITLES = (
    Text("位置", "Where"),
    Text("问题", "What"),
    Text("怎样改", "How to fix it"),
    Text("原文", "Text"),
)


def problem_text(remarks: Remarks) -> Annotated:
    """Return a text with each question that has a problem, below what is wrong with it."""
    parts = [f"▲ {line}\n" for line in remarks.lines(remarks.whole)]
    for text, problems in remarks.questions:
        parts += [f"▲ {line}\n" for line in remarks.lines(problems)]
        parts += [f"{text}\n\n" if text else "\n"]
    return Annotated(".txt", TEXT, "".join(parts).encode("utf-8-sig"))


def problem_workbook(remarks: Remarks) -> Annotated:
    """Return a workbook with a row for each problem."""
    out, language = io.BytesIO(), remarks.language
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(_SHEET.in_(language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 3, 40)
    rows: list[Any] = [[title.in_(language) for title in _TITLES]]
    for text, problems in (("", remarks.whole), *remarks.questions):
        rows += [
            (p.where.in_(language), p.what.in_(language), p.how.sentence.in_(language), text)
            for p in problems
        ]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write_string(number, column, printable(value)[:_LONGEST], wrapped)
    page.freeze_panes(1, 0)
    book.close()
    return Annotated(".xlsx", XLSX, out.getvalue())
