"""How near a due date is: on the home page, the list of courses and the page of a course."""

import shutil
from datetime import date, timedelta

import pytest

from lms.cli.content import load_content
from lms.content.library import read_library
from lms.domain.problem import Text
from lms.learning.assign import assign_course
from lms.learning.due import due_tag
from lms.learning.targets import Targets
from lms.platform.files import Files
from tests import small, walk
from tests.web.faults import tree, words

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def content(db, cast, tmp_path, now):
    """Two courses: 公文写作 and, after it, 会议纪要."""
    small.write(tmp_path)
    shutil.copytree(tmp_path / "courses/writing/documents", tmp_path / "courses/writing/minutes")
    about = small.COURSE.replace("公文写作", "会议纪要").replace("Official documents", "Minutes")
    (tmp_path / "courses/writing/minutes/course.toml").write_text(about, "utf-8")
    with db.transaction() as session:
        load_content(session, read_library(tmp_path), Files(tmp_path / "files"), None, now)


def give(db, cast, slug, due, now):
    with db.transaction() as session:
        assign_course(session, cast.he, slug, Targets(cast.education.id), due, now)


def tags(client, address) -> list[tuple[str, str]]:
    """Kind and words of the tags on the page that are about a due date."""
    page = tree(client.get(address).get_data(as_text=True))
    found = [e for e in page.iter("span") if e.get("class") in ("tag late", "tag alert")]
    return [(e.get("class").removeprefix("tag "), words(e)) for e in found]


def titles(client, address) -> list[str]:
    page = tree(client.get(address).get_data(as_text=True))
    return [words(head) for head in page.iter("h2")]


@pytest.mark.parametrize(
    ("days", "tag"),
    [
        (-1, None),
        (0, (Text("今天到期", "Due today"), "alert")),
        (1, (Text("超期 1 天", "1 day overdue"), "late")),
        (16, (Text("超期 16 天", "16 days overdue"), "late")),
    ],
)
def test_a_tag_says_how_many_days_a_course_is_overdue(days, tag):
    assert due_tag(TODAY, TODAY + timedelta(days)) == tag
    assert due_tag(None, TODAY) is None


@pytest.mark.parametrize(
    ("language", "today", "overdue"),
    [("zh", "今天到期", "超期 16 天"), ("en", "Due today", "16 days overdue")],
)
def test_a_trainee_sees_today_and_overdue_wherever_the_course_is(
    db, cast, now, time, client_of, language, today, overdue
):
    give(db, cast, "minutes", TODAY, now)
    addresses = ("/", "/courses", "/courses/minutes")
    lin = client_of(cast.lin, language)
    assert [tags(lin, address) for address in addresses] == [[("alert", today)]] * 3
    time.pass_(days=16)
    lin = client_of(cast.lin, language)
    assert [tags(lin, address) for address in addresses] == [[("late", overdue)]] * 3


def test_an_overdue_course_is_first_even_before_one_with_only_the_exam_left(db, cast, now, time, client_of):
    give(db, cast, "minutes", TODAY, now)
    give(db, cast, "documents", TODAY + timedelta(30), now)
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
    time.pass_(days=1)
    lin = client_of(cast.lin)
    for address in ("/", "/courses"):
        assert titles(lin, address) == ["会议纪要", "公文写作"]


def test_courses_are_in_their_order_while_none_is_due(db, cast, now, client_of):
    give(db, cast, "minutes", TODAY + timedelta(1), now)
    lin = client_of(cast.lin)
    assert titles(lin, "/courses") == ["公文写作", "会议纪要"]
    assert (tags(lin, "/courses"), titles(lin, "/")) == ([], ["会议纪要"])
    assert "期限：2026年11月24日" in words(tree(lin.get("/courses/minutes").get_data(as_text=True)))


def test_a_completed_course_is_not_overdue(db, cast, now, time, client_of):
    give(db, cast, "documents", TODAY, now)
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now)
    time.pass_(days=3)
    lin = client_of(cast.lin)
    assert [tags(lin, address) for address in ("/", "/courses", "/courses/documents")] == [[], [], []]
