"""Excel: one sheet, or a sheet for each kind, as trainers keep their questions; also CSV."""

from collections.abc import Sequence

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text
from lms.formats.annotations.cells import annotated_csv, annotated_workbook
from lms.formats.containers.safe_zip import looks_like_zip
from lms.formats.excerpts import Excerpts
from lms.formats.item import Draft, Reading, collect_losses, valid_drafts
from lms.formats.remarks import Annotated, Remarks
from lms.formats.sheets.drafts import read_drafts
from lms.formats.sheets.excerpts import SheetExcerpts
from lms.formats.sheets.export import make_record, write_records
from lms.formats.sheets.headers import find_headers
from lms.formats.sheets.template import template
from lms.formats.workbooks import plain_tables
from lms.formats.workbooks.old_workbook import is_old_workbook
from lms.formats.workbooks.read import read_sheets
from lms.formats.workbooks.workbook import is_workbook

FORMAT = "excel"
NAME = Text("Excel 表格", "Excel workbook")
SUFFIXES = (".xlsx", ".xls", ".csv", ".xlsm")
CALLED = (2, Text("Excel", "Excel"))


def recognises(data: bytes, filename: str) -> bool:
    """A workbook of any age, a web page that calls itself .xls, or a .csv whose columns are those of questions."""
    name = filename.lower()
    if looks_like_zip(data):
        return is_workbook(data)
    if is_old_workbook(data) or plain_tables.is_xml_of_2003(data):
        return True
    if name.endswith(".csv"):
        sheets, _ = plain_tables.read_csv(b"\n".join(data.split(b"\n", 60)[:60]))
        return any(find_headers(sheet) for sheet in sheets)
    return name.endswith((".xls", ".xlsx")) and plain_tables.is_web_page(data)


def read(data: bytes, filename: str) -> Reading:
    """Every row that is a question; problems name the sheet and the cell."""
    sheets, problems = read_sheets(data)
    told = [problem.at(named(filename)) if problem.where == NOWHERE else problem for problem in problems]
    if not sheets and told:
        misnamed = filename.lower().endswith((".xlsx", ".xlsm")) and not looks_like_zip(data)
        return Reading(problems=[_no_workbook(filename)] if misnamed else tuple(told))
    reading = read_drafts(sheets)
    found = [
        problem.at(named(filename)) if problem.where == NOWHERE else problem for problem in reading.problems
    ]
    return Reading(reading.drafts, (*told, *found))


def _no_workbook(filename: str) -> Problem:
    what = Text("内容不是 Excel 文件，只是扩展名写成了 .xlsx", "is no Excel file but for its name")
    return Problem(
        named(filename), what, Text("请换一个文件，或重新导出", "Take another file, or export it again")
    )


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    return SheetExcerpts(read_sheets(data)[0])


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. A workbook of any age comes back as .xlsx."""
    sheets = read_sheets(data)[0]
    return (annotated_csv if filename.lower().endswith(".csv") else annotated_workbook)(sheets, remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """A workbook with a sheet for each kind; without any draft the template to be filled in."""
    if not drafts:
        return template()
    return write_records(make_record(draft, question) for draft, question in valid_drafts(drafts))


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Everything is carried; texts that are longer than a cell cannot be edited there."""
    return collect_losses(
        drafts, lambda draft, question: [_too_long(draft, f) for f in make_record(draft, question).cut]
    )


def _too_long(draft: Draft, field: str) -> Problem:
    what = Text(
        f"{field}超过 Excel 单元格的长度，单元格里只有开头，全文在“附加数据”列里",
        f"{field} is longer than a cell of Excel: the cell shows its beginning, the whole is in the last columns",
    )
    how = Text("请不要改动这道题，或改用 TOML 导出", "Do not change this question there, or export TOML")
    return Problem(draft.by_name, what, how, notice=True)
