"""Excel: one sheet, or a sheet for each kind, as trainers keep their questions; also CSV."""

from collections.abc import Sequence

from lms.domain.problem import Problem, Text
from lms.formats.item import Draft, Reading
from lms.formats.packages.safe_zip import looks_like_zip
from lms.formats.sheets import plain_tables
from lms.formats.sheets.drafts import drafts_of
from lms.formats.sheets.grid import Sheet
from lms.formats.sheets.old_workbook import is_old_workbook, read_old_workbook
from lms.formats.sheets.workbook import is_workbook, read_workbook

FORMAT = "excel"
NAME = Text("Excel 表格", "Excel workbook")
SUFFIXES = (".xlsx", ".xls", ".csv", ".xlsm")


def recognises(data: bytes, filename: str) -> bool:
    """A workbook of any age, or a web page that calls itself .xls. CSV cannot be told from other texts."""
    if looks_like_zip(data):
        return is_workbook(data)
    if is_old_workbook(data) or plain_tables.is_xml_of_2003(data):
        return True
    return filename.lower().endswith((".xls", ".xlsx")) and plain_tables.is_web_page(data)


def read(data: bytes, filename: str) -> Reading:
    """Every row that is a question; problems name the sheet and the cell."""
    sheets, problems = _sheets(data)
    told = [problem.at(filename) if not problem.where else problem for problem in problems]
    if not sheets:
        return Reading(problems=tuple(told))
    reading = drafts_of(sheets)
    found = [problem.at(filename) if not problem.where else problem for problem in reading.problems]
    return Reading(reading.drafts, (*told, *found))


def _sheets(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Looks at the content alone: names lie."""
    if looks_like_zip(data):
        return read_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return read_old_workbook(data)
    if plain_tables.is_xml_of_2003(data):
        return plain_tables.read_xml_of_2003(data)
    if plain_tables.is_web_page(data):
        return plain_tables.read_web_page(data)
    return plain_tables.read_csv(data)
