"""Reading rosters as offices keep them, and the problems of those that are wrong."""

import io

import openpyxl
import pytest

from lms.domain.access import Role
from lms.people.roster import parse

GOOD = """工号,姓名,单位代码,单位,上级单位代码,职务,职级,邮箱,角色
0017,高远,SCH1,第一中学,EDU,教师,,gao@example.cn,学员、阅卷人
Ｅ018,欧阳晓慧,EDU,,,科长,四级主任科员,,trainee
"""


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def problems(text: str) -> list[str]:
    return [problem.line("en").split(";")[0] for problem in parse.read_roster(csv(text))[1]]


def workbook(rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_offices_use(encoding):
    entries, wrong = parse.read_roster(csv(GOOD, encoding))
    assert wrong == []
    assert [(e.login, e.details.name, e.unit, e.unit_name, e.parent) for e in entries] == [
        ("0017", "高远", "SCH1", "第一中学", "EDU"),
        ("E018", "欧阳晓慧", "EDU", "", ""),
    ]
    assert [e.roles for e in entries] == [(Role.TRAINEE, Role.MARKER), (Role.TRAINEE,)]
    assert (entries[0].details.email, entries[1].details.rank) == ("gao@example.cn", "四级主任科员")


def test_a_workbook_says_the_same_and_numbers_keep_their_form():
    rows = [line.split(",") for line in GOOD.splitlines()]
    entries, wrong = parse.read_roster(workbook([["云川市人员名册"], *rows, [18, "数", "EDU"]]))
    assert wrong == []
    assert [e.login for e in entries] == ["0017", "E018", "18"]


def test_headings_may_be_english_and_in_any_order():
    entries, wrong = parse.read_roster(csv("Name,Unit Code,Employee number *\nLin,EDU,E1\n"))
    assert (wrong, [(e.login, e.details.name, e.unit) for e in entries]) == ([], [("E1", "Lin", "EDU")])


@pytest.mark.parametrize("text", ["", "姓名,工号\n林,E1\n", "a,b,c\n1,2,3\n"])
def test_a_table_without_the_required_headings_is_no_roster(text):
    entries, wrong = parse.read_roster(csv(text))
    assert (entries, len(wrong)) == ([], 1)


def test_everything_wrong_is_reported_with_its_cell():
    head = "工号,姓名,单位代码,邮箱,角色\n"
    assert problems(head + ",林,EDU,,\nE1,,EDU,nobody,学员、皇帝\nE2,王,,,\nＥ１,又,EDU,,\n") == [
        "A2: The login is missing",
        "B3: The name is missing",
        "D3: This is not an e-mail address",
        'E3: There is no role "皇帝"',
        "C4: The unit code is missing",
        "A5: The number E1 is already in A3",
    ]


def test_a_number_that_is_too_long_is_named_and_never_cut():
    long = "E" * 41
    text = f"工号,姓名,单位代码\n{long},高远,EDU\n"
    assert [(p.what.zh, p.how.zh) for p in parse.read_roster(csv(text))[1]] == [
        ("工号超过 40 个字符", "请核对")
    ]


def test_any_bytes_end_in_problems_and_never_in_an_error():
    for data in (b"\x00\xff" * 50, b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", b"<html>"):
        entries, wrong = parse.read_roster(data)
        assert (entries, bool(wrong)) == ([], True)
