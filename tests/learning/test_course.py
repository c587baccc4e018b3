"""The page of a course says how far one is with its exam, and nothing of a result that is not released."""

import pytest
from sqlalchemy import update

from lms.app import wire
from lms.exams import published
from lms.invigilation.annul import annul_sitting
from lms.platform.files import Files
from lms.results.models import ScoreRun
from lms.sittings.start import sit
from tests import small, walk
from tests.web.faults import tree, words


@pytest.fixture(autouse=True)
def content(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


@pytest.fixture
def exam_line(client_of, cast):
    """exam_line(): what 林 reads about the exam of the course."""

    def read(language="zh") -> str:
        page = tree(client_of(cast.lin, language).get(f"/courses/{walk.COURSE}").text)
        [line] = [words(li) for li in page.iter("li") if words(li).startswith(("考试：", "Exam: "))]
        return line.split("40 ")[1]

    return read


def test_an_exam_that_was_never_sat_is_not_called_failed(exam_line):
    assert (exam_line(), exam_line("en")) == ("分钟 未参加", "minutes Not taken yet")


def test_an_exam_is_failed_only_once_its_result_is_released(db, cast, now, exam_line):
    with db.transaction() as session:
        exam = next(exam for exam in published.all_exams(session) if exam.slug == "writing")
        sit.begin_sitting(session, cast.lin, exam.id, now)
    assert exam_line() == "分钟 进行中"
    with db.transaction() as session:
        sitting = walk.sit_exam(session, cast.lin, now, right=0)
    assert exam_line() == "分钟 未通过"
    with db.transaction() as session:
        session.execute(update(ScoreRun).values(released_at=None))
    assert exam_line() == "分钟 等待成绩"
    with db.transaction() as session:
        annul_sitting(session, cast.he, sitting, "替考", now)
    assert exam_line() == "分钟 成绩无效"


def test_a_passed_exam_shows_its_score(db, cast, now, exam_line):
    with db.transaction() as session:
        walk.sit_exam(session, cast.lin, now, right=3)
    assert exam_line() == "分钟 75 / 100 已通过"
