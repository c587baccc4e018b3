"""Tables as files: they open in Excel, add up, and no cell runs as a formula."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from lms.domain.problem import Text
from lms.formats.table import Column, Table
from lms.formats.tables import table_formats

TABLE = Table(
    Text("记录", "Records"),
    (
        Column("login", Text("工号", "Number")),
        Column("name", Text("=姓名", "=Name")),
        Column("hours", Text("学时", "Hours"), "number"),
        Column("on", Text("日期", "Day"), "day"),
        Column("at", Text("时间", "Time"), "time"),
    ),
)
AT = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
ROW = ("00123", "林𠮷", Decimal("1.50"), date(2026, 11, 23), AT)
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    " =1",
    '"=1',
    "\ufeff=1",
    "=cmd|' /C calc'!A0",
]


def write(form: str, rows, language: str = "zh") -> bytes:
    out = io.BytesIO()
    table_formats()[form].write(out, TABLE, rows, language)
    return out.getvalue()


def test_csv_opens_in_excel_with_its_characters():
    data = write("csv", [ROW])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [
        ["工号", "'=姓名", "学时", "日期", "时间"],
        ["00123", "林𠮷", "1.5", "2026-11-23", "2026-11-24 00:30"],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_csv_begins_like_a_formula(text):
    data = write("csv", [("1", text, None, None, None)]).decode("utf-8-sig")
    (_head, row) = list(csv.reader(io.StringIO(data, newline="")))
    assert row[1] == "'" + text


def test_negative_hours_stay_a_number():
    data = write("csv", [("1", "x", Decimal("-2.00"), None, None)]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data)))[1][2] == "-2"


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_in_excel_are_texts_and_come_back_the_same(text):
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx", [("00123", text, None, None, None)])))
    cell = book.active["B2"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", text)


def test_excel_is_laid_out_as_an_office_expects():
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx", [ROW], "en")))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == ["Number", "=Name", "Hours", "Day", "Time"]
    assert [cell.value for cell in sheet[2]] == [
        "00123", "林𠮷", 1.5, datetime(2026, 11, 23), datetime(2026, 11, 24, 0, 30),
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet["A2"].number_format) == ("A2", "@")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert sheet.auto_filter.ref.startswith("A1:E")


def test_json_keeps_exact_numbers_and_utc():
    assert json.loads(write("json", [ROW, ROW]))[1] == {
        "login": "00123", "name": "林𠮷", "hours": "1.5", "on": "2026-11-23", "at": "2026-11-23T16:30:00Z",
    }  # fmt: skip
    assert json.loads(write("json", [])) == []


def test_an_empty_table_still_has_its_header():
    sheet = openpyxl.load_workbook(io.BytesIO(write("xlsx", []))).active
    assert [cell.value for cell in sheet[1]] == ["工号", "=姓名", "学时", "日期", "时间"]
