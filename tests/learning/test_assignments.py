"""The page on which HR assigns a course, with correct and incorrect forms."""

import pytest
from sqlalchemy import func, select

from lms.learning.models import Assignment
from lms.platform.files import Files
from tests import small
from tests.web.faults import tree, words
from tests.web.returned import returned


@pytest.fixture(autouse=True)
def course(db, cast, tmp_path, now):
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


def assigned(db) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Assignment))


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "course": "课程：没有选课程，请选择课程",
                "unit": "单位（含下级）：没有这个选项，请从列表中选择",
                "due": "期限：不是日期，请写成 2026-11-23",
            },
        ),
        (
            "en",
            {
                "course": "Course: No course is chosen; choose one",
                "unit": "Unit (and below): There is no such choice; choose one from the list",
                "due": "Due: This is not a date; write it as 2026-11-23",
            },
        ),
    ],
)
def test_an_assignment_with_errors_comes_back(client_of, cast, db, language, errors):
    typed = {"course": "", "unit": "x1", "due": "2026-02-30"}
    page = returned(client_of(cast.he, language).post("/assignments", data=typed))
    assert (page.status, page.summary, page.typed["due"], assigned(db)) == (400, errors, "2026-02-30", 0)


def test_what_was_chosen_is_kept_when_the_day_is_wrong(client_of, cast, db):
    typed = {"course": "documents", "unit": str(cast.education.id), "due": "1989-01-01"}
    page = returned(client_of(cast.he).post("/assignments", data=typed))
    assert page.summary == {"due": "期限：年份应在 1990 到 2200 之间，请改正"}
    assert {name: page.typed[name] for name in typed} == typed


def test_hr_of_a_bureau_assigns_to_its_own_people_alone(client_of, cast, db):
    wu = client_of(cast.wu)
    foreign = {"course": "documents", "unit": cast.finance.id, "due": ""}
    assert returned(wu.post("/assignments", data=foreign)).summary == {
        "unit": "单位（含下级）：没有这个选项，请从列表中选择"
    }
    done = wu.post("/assignments", data=foreign | {"unit": cast.education.id})
    notice = next(p for p in tree(done.get_data(as_text=True)).iter("p"))
    assert (done.status_code, words(notice)) == (
        200,
        f"✓ 完成 已布置，新增 {assigned(db)} 人；此前已布置的人不变。",
    )
