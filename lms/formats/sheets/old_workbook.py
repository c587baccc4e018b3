"""Reads .xls of Excel 97 to 2003."""

from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from lms.domain.problem import Problem, Text
from lms.formats.sheets.cell_text import value_text
from lms.formats.sheets.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet, too_many_rows

_LARGEST = 30_000_000


def is_old_workbook(data: bytes) -> bool:
    """Whether it is a compound file with a workbook stream; its name stands in the directory as UTF-16."""
    named = any(
        name.encode("utf-16-le") + b"\0\0" in data for name in ("Workbook", "Book", "EncryptedPackage")
    )
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and named


def read_old_workbook(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Its sheets in order. Number formats but those of days are lost: 30% is 0.3."""
    if len(data) > _LARGEST:
        return [], [_unreadable("超过 30 MB", "larger than 30 MB")]
    try:
        with CalamineWorkbook.from_object(BytesIO(data)) as book:
            return _sheets(book)
    except PasswordError:
        return [], [_unreadable("加了密码", "protected by a password")]
    except (CalamineError, OSError, ValueError):
        return [], [_unreadable("文件已损坏", "damaged")]
    except BaseException as error:
        # The library's own crash is no Exception; it must not take the server along.
        if type(error).__name__ != "PanicException":
            raise
        return [], [_unreadable("文件已损坏", "damaged")]


def _sheets(book: Any) -> tuple[list[Sheet], list[Problem]]:
    sheets, problems = [], []
    for entry in book.sheets_metadata:
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        found = book.get_sheet_by_name(entry.name)
        rows = _rows(found)
        merges = tuple((top + 1, left, bottom + 1, right)
                       for (top, left), (bottom, right) in found.merged_cell_ranges or ())  # fmt: skip
        sheets.append(Sheet(entry.name, rows[:MOST_ROWS], merges, entry.visible != SheetVisibleEnum.Visible))
        problems += [too_many_rows(entry.name)] if len(rows) > MOST_ROWS else []
    return sheets, problems


def _rows(sheet: Any) -> tuple[Row, ...]:
    if sheet.start is None:
        return ()
    top, left = sheet.start
    rows = []
    for number, line in enumerate(sheet.iter_rows(), top + 1):
        cells = {
            left + place: words
            for place, value in enumerate(line[:MOST_COLUMNS])
            if (words := value_text(value))
        }
        if cells:
            rows.append(Row(number, cells))
        if len(rows) > MOST_ROWS:
            break
    return tuple(rows)


def _unreadable(zh: str, en: str) -> Problem:
    what = Text(f"Excel 文件读不了：{zh}", f"the Excel file cannot be read: {en}")
    return Problem(
        "", what, Text("请用 Excel 打开后另存为 .xlsx 再试", "Open it in Excel and save it as .xlsx")
    )
