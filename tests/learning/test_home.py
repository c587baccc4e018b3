"""The courses on the home page: begin, go on, and nothing to choose once every one is completed."""

import pytest

from lms.app import wire
from lms.learning import progress
from lms.platform.files import Files
from tests import small, walk
from tests.web.faults import tree, words


@pytest.fixture(autouse=True)
def content(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


def home(client) -> str:
    return words(tree(client.get("/").get_data(as_text=True)))


@pytest.mark.both_engines
def test_a_course_is_begun_gone_on_with_and_then_completed(db, cast, now, client_of):
    assert "选一门课程开始学习" in home(client_of(cast.lin))
    with db.transaction() as session:
        course = progress.current_state(session, cast.lin, walk.COURSE).version.course_id
        progress.start_course(session, cast.lin.id, course, now)
    assert "开始学习" in home(client_of(cast.lin))
    assert "0%" not in home(client_of(cast.lin))
    with db.transaction() as session:
        progress.read_lesson(session, cast.lin, walk.COURSE, "10-kinds", now)
    assert "已完成 20% 继续学习" in home(client_of(cast.lin))
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now)
    completed = home(client_of(cast.lin))
    assert "课程都已学完 1 门课程全部结业" in completed
    assert "选一门课程" not in completed
