"""Read the sheets of any file with tables: workbooks of every age, web pages named .xls, CSV."""

from lms.domain.problem import Problem
from lms.formats.containers.compound_file import is_compound
from lms.formats.containers.safe_zip import looks_like_zip
from lms.formats.workbooks import plain_tables
from lms.formats.workbooks.grid import Sheet
from lms.formats.workbooks.old_workbook import read_old_workbook
from lms.formats.workbooks.workbook import read_workbook


def read_sheets(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets, and what could not be read. Only the content decides: names of files may be wrong."""
    if looks_like_zip(data):
        return read_workbook(data)
    if is_compound(data):
        return read_old_workbook(data)
    if plain_tables.is_xml_of_2003(data):
        return plain_tables.read_xml_of_2003(data)
    if plain_tables.is_web_page(data):
        return plain_tables.read_web_page(data)
    return plain_tables.read_csv(data)
