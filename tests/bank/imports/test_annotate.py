"""The same file with what is wrong marked in it."""

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
def mark(session, cast, now, tmp_path):
    def make(data, name, language="zh"):
        imported = read_file(session, data, cast.chen, now, tmp_path, name=name)
        raw = data if isinstance(data, bytes) else data.encode()
        return annotated_file(imported, find.all_rows(session, imported), raw, language)

    return make


def test_a_workbook_comes_back_with_coloured_cells_and_the_words_behind_and_no_formula(mark):
    made = mark(workbook(ROWS), "题.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(made.data))["单选题"]
    assert made.name == "题-标注.xlsx"
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows()] == ROWS
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert [row[5].value and row[5].value.split(":")[0] for row in sheet.iter_rows()] == [
        "问题",
        None,
        "单选题!E3",
    ]
    assert sheet["E3"].fill.fgColor == Color("FFFFD9CC")
    assert sheet["E2"].fill.fill_type is None


def test_a_csv_comes_back_with_a_last_column_and_no_formula(mark):
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    made = mark(text.getvalue(), "题.csv", "en")
    rows = list(csv.reader(io.StringIO(made.data.decode("utf-8-sig"))))
    assert (made.name, rows[0][5], rows[1][3], rows[1][5]) == ("题-marked.csv", "Problems", "'=1+2", "")
    assert rows[2][5].startswith("E3: ")


def test_gift_gets_comments_that_are_passed_over_when_it_is_read_again(mark, session, cast, now, tmp_path):
    gift = "::a::哪种公文请求批准？{=请示 ~报告}\n\n::b::哪种公文商洽工作？{~函 ~报告}\n"
    made = mark(gift, "题.gift")
    lines = made.data.decode().splitlines()
    assert [line[:4] for line in lines] == ["::a:", "", "// ▲", "::b:"]
    again = read_file(session, made.data, cast.chen, now, tmp_path, name="题.gift")
    assert [entry.state for entry in find.all_rows(session, again)] == ["new", "bad"]


def test_a_paper_comes_back_as_a_list_of_what_is_wrong_with_the_words_of_each_question(mark):
    made = mark(PAPER, "题.txt")
    text = made.data.decode("utf-8-sig")
    assert [line[:8] for line in text.splitlines() if line.startswith("▲")] == ["▲ 第 11 行", "▲ 第 15 行"]
    assert "2. 印发传达上级机关的决定，用哪一种公文？" in text
    assert "3. 请示应当一文一事" not in text


def test_names_of_files_lead_nowhere():
    names = ("../../etc/passwd", "a\\b\n.txt", '<img src=x>"', "", "...")
    assert [safe_file_name(name) for name in names] == ["etcpasswd", "ab.txt", "img src=x", "file", "file"]
