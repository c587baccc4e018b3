"""The uploaded file with its problems marked in it."""

import csv
import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles.colors import Color

from lms.bank.imports import find
from lms.bank.imports.annotate import annotated_file, safe_file_name
from tests.bank.imports.files import PAPER, read_file

ROWS = [
    ["题型", "题干", "选项A", "选项B", "答案"],
    ["单选题", "哪种公文请求批准？", "请示", "=1+2", "A"],
    ["单选题", "哪种公文商洽工作？", "函", "@cmd", "D"],
]


def workbook(rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("单选题")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


@pytest.fixture
def annotate(session, cast, now, tmp_path):
    def make(data, name, language="zh"):
        imported = read_file(session, data, cast.chen, now, tmp_path, name=name)
        raw = data if isinstance(data, bytes) else data.encode()
        return annotated_file(imported, find.all_rows(session, imported), raw, language)

    return make


def test_a_workbook_comes_back_with_coloured_cells_a_column_of_problems_and_no_formula(annotate):
    annotated = annotate(workbook(ROWS), "题.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(annotated.data))["单选题"]
    assert annotated.name == "题-标注.xlsx"
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows()] == ROWS
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert [row[5].value and row[5].value.split(":")[0] for row in sheet.iter_rows()] == [
        "问题",
        None,
        "单选题!E3",
    ]
    assert sheet["E3"].fill.fgColor == Color("FFFFD9CC")
    assert sheet["E2"].fill.fill_type is None


def test_a_csv_comes_back_with_a_last_column_and_no_formula(annotate):
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    annotated = annotate(text.getvalue(), "题.csv", "en")
    rows = list(csv.reader(io.StringIO(annotated.data.decode("utf-8-sig"))))
    assert (annotated.name, rows[0][5], rows[1][3], rows[1][5]) == ("题-marked.csv", "Problems", "'=1+2", "")
    assert rows[2][5].startswith("E3: ")


def test_gift_gets_comments_that_are_ignored_when_it_is_read_again(annotate, session, cast, now, tmp_path):
    gift = "::a::哪种公文请求批准？{=请示 ~报告}\n\n::b::哪种公文商洽工作？{~函 ~报告}\n"
    annotated = annotate(gift, "题.gift")
    lines = annotated.data.decode().splitlines()
    assert [line[:4] for line in lines] == ["::a:", "", "// ▲", "::b:"]
    again = read_file(session, annotated.data, cast.chen, now, tmp_path, name="题.gift")
    assert [row.state for row in find.all_rows(session, again)] == ["new", "bad"]


def test_a_paper_comes_back_as_a_list_of_problems_with_the_text_of_each_question(annotate):
    annotated = annotate(PAPER, "题.txt")
    text = annotated.data.decode("utf-8-sig")
    assert [line[:8] for line in text.splitlines() if line.startswith("▲")] == ["▲ 第 11 行", "▲ 第 15 行"]
    assert "2. 印发传达上级机关的决定，用哪一种公文？" in text
    assert "3. 请示应当一文一事" not in text


def test_file_names_lose_folders_and_control_characters():
    names = ("../../etc/passwd", "a\\b\n.txt", '<img src=x>"', "", "...")
    assert [safe_file_name(name) for name in names] == ["etcpasswd", "ab.txt", "img src=x", "file", "file"]
