"""The pages on which HR assigns a course, follows and changes assignments, with correct and incorrect forms."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lms.candidates.list_parser import read_lines
from lms.learning.assign import assign_course
from lms.learning.models import Assignment
from lms.learning.targets import Targets
from lms.platform.files import Files
from tests import small, walk
from tests.web.faults import faults, tree, words
from tests.web.returned import returned

NEW = "/assignments/new"
DUE = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def course(db, cast, tmp_path, now):
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


def assigned(db) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Assignment))


def give(db, actor, targets, due, now) -> str:
    """Assign the course; the address of the only assignment."""
    with db.transaction() as session:
        assign_course(session, actor, walk.COURSE, targets, due, now)
        return f"/assignments/{session.scalars(select(Assignment.id)).one()}"


def seen(answer) -> str:
    """The words of a page without faults."""
    body = answer.get_data(as_text=True)
    assert (answer.status_code, faults(body)) == (200, [])
    return words(next(tree(body).iter("main")))


def said(client, answer) -> str:
    """What the page says after something was done."""
    assert answer.status_code == 303
    page = tree(client.get(answer.location).get_data(as_text=True))
    return words(next(p for p in page.iter("p") if "notice-sign" in {e.get("class") for e in p.iter()}))


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "course": "课程：没有选课程，请选择课程",
                "due": "期限：不是日期，请写成 2026-11-23",
                "unit": "单位（含下级）：没有这个选项，请从列表中选择",
            },
        ),
        (
            "en",
            {
                "course": "Course: No course is chosen; choose one",
                "due": "Due: This is not a date; write it as 2026-11-23",
                "unit": "Unit (and below): There is no such choice; choose one from the list",
            },
        ),
    ],
)
def test_an_assignment_with_errors_comes_back(client_of, cast, db, language, errors):
    typed = {"course": "", "unit": "x1", "due": "2026-02-30"}
    page = returned(client_of(cast.he, language).post(NEW, data=typed))
    assert (page.status, page.summary, page.typed["due"], assigned(db)) == (400, errors, "2026-02-30", 0)


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("1989-01-01", "期限：年份应在 1990 到 2200 之间，请改正"),
        ("2026-11-22", "期限：这一天已经过去，请选今天或以后的日期，或留空表示不限期"),
    ],
)
def test_what_was_chosen_is_kept_when_the_day_is_wrong(client_of, cast, db, day, error):
    typed = {"course": "documents", "unit": str(cast.education.id), "due": day, "lines": "E001"}
    page = returned(client_of(cast.he).post(NEW, data=typed))
    assert page.summary == {"due": error}
    assert {name: page.typed[name] for name in typed} == typed


def test_hr_of_a_bureau_assigns_to_its_own_people_alone(client_of, cast, db):
    wu = client_of(cast.wu)
    foreign = {"course": "documents", "unit": cast.finance.id, "due": ""}
    assert returned(wu.post(NEW, data=foreign)).summary == {
        "unit": "单位（含下级）：没有这个选项，请从列表中选择"
    }
    done = wu.post(NEW, data=foreign | {"unit": cast.education.id})
    assert said(wu, done) == "✓ 完成 已布置，新增 2 人"


@pytest.mark.parametrize(
    ("language", "first", "again", "same"),
    [
        (
            "zh",
            "✓ 完成 已布置，新增 2 人",
            "✓ 完成 期限改为 2026年12月20日；新增 0 人，改期 2 人",
            "✓ 完成 没有变化：这项任务已经布置，期限也是 2026年12月20日，2 人照旧",
        ),
        (
            "en",
            "✓ Done Assigned, newly to 2 people",
            "✓ Done The due date is now 20 December 2026: newly assigned to 0 people, changed for 2 people",
            "✓ Done Nothing changed: 2 people had been assigned the course already, due on 20 December 2026",
        ),
    ],
)
def test_assigning_again_says_whose_date_was_changed(client_of, cast, language, first, again, same):
    he = client_of(cast.he, language)
    typed = {"course": "documents", "unit": cast.education.id, "due": "2026-12-01"}
    assert said(he, he.post(NEW, data=typed)) == first
    for words_said in (again, same):
        assert said(he, he.post(NEW, data=typed | {"due": "2026-12-20"})) == words_said


def test_people_are_pasted_or_found_and_ticked(client_of, cast, db):
    he = client_of(cast.he)
    found = seen(he.post(NEW, data={"course": "documents", "q": "罗", "find": "1"}))
    assert ("罗强 E012" in found, "王敏" in found) == (True, False)
    assert "没有找到符合条件的人" in seen(he.post(NEW, data={"q": "司马", "find": "1"}))
    typed = {"course": "documents", "lines": "E001\t林晓\tE002", "login": "E012"}
    assert said(he, he.post(NEW, data=typed)) == "✓ 完成 已布置，新增 2 人"
    assert assigned(db) == 2


def test_a_wrong_line_is_named_beside_what_was_pasted(client_of, cast, db):
    answer = client_of(cast.he).post(NEW, data={"course": "documents", "lines": "E001\nE404"})
    body = answer.get_data(as_text=True)
    assert (answer.status_code, faults(body), assigned(db)) == (400, [], 0)
    assert "第 2 行：没有工号 E404，或不在您管理的单位内；请核对工号" in words(tree(body))
    nobody = returned(client_of(cast.he).post(NEW, data={"course": "documents"}))
    assert nobody.summary == {"unit": "单位（含下级）：没有选单位，也没有选人，请选一个单位，或填写工号"}


def test_lists_that_are_empty_say_why(client_of, cast, db, now):
    he = client_of(cast.he)
    assert "还没有布置过任务" in seen(he.get("/assignments"))
    address = give(db, cast.he, Targets(cast.office.id), DUE, now)
    assert "以后加入这个单位的学员自动有这项任务" in seen(he.get(address))
    assert "没有符合条件的人" in seen(he.get(f"{address}?state=overdue"))
    withdrawn = seen(he.get("/assignments?state=withdrawn"))
    assert "没有符合条件的任务 请放宽筛选条件；撤回的任务在状态“已撤回”里。" in withdrawn


def test_the_list_says_how_many_completed_are_open_and_overdue(client_of, cast, db, now, time):
    give(db, cast.he, Targets(cast.education.id), DUE, now)
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now)
    time.pass_(days=24)
    page = tree(client_of(cast.he).get("/assignments").get_data(as_text=True))
    rows = [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in page.iter("tr")]
    assert rows[1:] == [
        [
            "公文写作：市教育局",
            "市教育局（含下级）",
            "2026年12月1日",
            "超期 16 天",
            "2",
            "1",
            "1",
            "1",
        ]
    ]


def test_a_date_is_changed_and_an_assignment_withdrawn_on_its_page(client_of, cast, db, now):
    address, he = give(db, cast.he, Targets(cast.education.id), DUE, now), client_of(cast.he)
    assert returned(he.post(f"{address}/due", data={"due": "2026-11-22"})).summary == {
        "due": "期限：这一天已经过去，请选今天或以后的日期，或留空表示不限期"
    }
    assert said(he, he.post(f"{address}/due", data={"due": ""})) == (
        "✓ 完成 期限改为不限期；新增 0 人，改期 2 人"
    )
    assert returned(he.post(f"{address}/withdrawal", data={})).summary == {
        "reason": "撤回原因：没有写理由，请写明理由，日后可查"
    }
    assert said(he, he.post(f"{address}/withdrawal", data={"reason": "课程改版"})) == (
        "✓ 完成 任务已撤回，2 人不再有这门课程的任务；学习进度和结业记录都保留"
    )
    assert "不再要求任何人学习" in seen(he.get(address))


def test_hr_of_a_bureau_finds_no_assignment_of_others(client_of, cast, db, now):
    address, wu = give(db, cast.he, Targets(people=read_lines("E012")), DUE, now), client_of(cast.wu)
    assert wu.get(address).status_code == 404
    assert wu.post(f"{address}/due", data={"due": ""}).status_code == 404
    assert wu.post(f"{address}/withdrawal", data={"reason": "x"}).status_code == 404
    for who in (cast.lin, cast.chen, cast.qian):
        assert client_of(who).get(address).status_code == 403


def test_a_city_assignment_is_read_by_a_bureau_without_buttons(client_of, cast, db, now):
    address = give(db, cast.he, Targets(cast.city.id), DUE, now)
    page = seen(client_of(cast.wu).get(address))
    assert ("改期和撤回请联系布置人" in page, "撤回任务" in page, "罗强" in page) == (True, False, False)
