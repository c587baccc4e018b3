"""Excel: one sheet, or a sheet for each kind, as trainers keep their questions; also CSV."""

from collections.abc import Sequence

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats import item_messages
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
    """Whether it is a workbook of any age, a web page named .xls, or a .csv with the columns of questions."""
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
    """See ItemFormat. Every row may be a question; places are sheets and cells."""
    sheets, problems = read_sheets(data)
    if not sheets and problems:
        misnamed = filename.lower().endswith((".xlsx", ".xlsm")) and not looks_like_zip(data)
        return Reading(
            problems=[item_messages.only_named_xlsx(filename)] if misnamed else _at_file(problems, filename)
        )
    reading = read_drafts(sheets)
    return Reading(reading.drafts, _at_file([*problems, *reading.problems], filename))


def _at_file(problems: Sequence[Problem], filename: str) -> list[Problem]:
    """Name the file in the problems that have no other place."""
    file = named(filename)
    return [problem.at(file) if problem.where == NOWHERE else problem for problem in problems]


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    return SheetExcerpts(read_sheets(data)[0])


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. A workbook of any age is returned as .xlsx."""
    sheets = read_sheets(data)[0]
    return (annotated_csv if filename.lower().endswith(".csv") else annotated_workbook)(sheets, remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. Return a workbook with a sheet for each kind; without drafts, the template to fill in."""
    if not drafts:
        return template()
    return write_records(make_record(draft, question) for draft, question in valid_drafts(drafts))


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat. Everything is exported, but texts too long for a cell cannot be edited there."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    fields = make_record(draft, question).cut
    return [item_messages.too_long_for_a_cell(draft.by_name, field) for field in fields]
