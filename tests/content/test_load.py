"""Loading content: it is idempotent, changed files make new versions, history stays."""

import pytest
from sqlalchemy import func, select

from lms.bank.models import Item, ItemVersion, Review
from lms.catalog.models import Course, CourseVersion
from lms.cli.content import load_content
from lms.content.library import read_library
from lms.domain.problem import Refused
from lms.exams.models import ExamVersion
from lms.platform.files import Files
from lms.questions import restore_question
from tests import small

pytestmark = pytest.mark.both_engines


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


@pytest.fixture
def loaded(db, tmp_path, files, now):
    with db.transaction() as session:
        return small.load_into(session, tmp_path, files, now)


def reload(db, root, files, now):
    with db.transaction() as session:
        return load_content(session, read_library(root), files, None, now)


def test_the_first_load_adds_everything(loaded):
    assert loaded == {
        "competencies": 1,
        "items": {"added": 6, "changed": 0, "unchanged": 0, "retired": 0},
        "for_review": [],
        "courses": {"changed": 1, "unchanged": 0},
        "exams": {"changed": 1, "unchanged": 0, "on_pages": []},
    }


def test_loading_is_idempotent(db, loaded, tmp_path, files, now):
    assert reload(db, tmp_path, files, now) == {
        "competencies": 0,
        "items": {"added": 0, "changed": 0, "unchanged": 6, "retired": 0},
        "for_review": [],
        "courses": {"changed": 0, "unchanged": 1},
        "exams": {"changed": 0, "unchanged": 1, "on_pages": []},
    }
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(ItemVersion)) == 6
        assert session.scalar(select(func.count()).select_from(ExamVersion)) == 1


def test_a_changed_question_is_a_new_version_and_the_old_one_stays(db, loaded, tmp_path, files, now):
    path = tmp_path / "question_bank" / "writing" / "items.toml"
    path.write_text(path.read_text("utf-8").replace("第1题：", "第1题（改）："), "utf-8")
    changed = reload(db, tmp_path, files, now)
    assert (changed["items"]["changed"], changed["exams"]["changed"]) == (1, 1)
    with db.read() as session:
        item = session.scalar(select(Item).where(Item.name == "item-1"))
        bodies = session.execute(
            select(ItemVersion.number, ItemVersion.body)
            .where(ItemVersion.item_id == item.id)
            .order_by(ItemVersion.number)
        ).all()
        stems = [restore_question(body).body.stem for _number, body in bodies]
        assert (item.number, item.approved_number) == (2, 2)
        assert stems == ["第1题：选正确的一项。", "第1题（改）：选正确的一项。"]
        assert session.scalar(select(func.count()).select_from(Review)) == 7


def test_a_changed_lesson_is_a_new_version_of_its_course(db, loaded, tmp_path, files, now):
    (tmp_path / "courses/writing/documents/10-kinds.zh.md").write_text("## 新\n", "utf-8")
    assert reload(db, tmp_path, files, now)["courses"] == {"changed": 1, "unchanged": 0}
    with db.read() as session:
        assert session.scalar(select(Course.number)) == 2
        assert session.scalar(select(func.count()).select_from(CourseVersion)) == 2


def test_a_question_whose_file_is_gone_is_retired(db, loaded, tmp_path, files, now):
    path = tmp_path / "question_bank" / "writing" / "items.toml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index('\n[[item]]\nname = "item-4"')], "utf-8")
    exam = tmp_path / "question_bank" / "exams" / "writing.toml"
    exam.write_text(exam.read_text("utf-8").replace("count = 4", "count = 3"), "utf-8")
    assert reload(db, tmp_path, files, now)["items"]["retired"] == 1
    with db.read() as session:
        states = dict(session.execute(select(Item.name, Item.state).where(Item.name.like("item-%"))).all())
        assert states == {
            "item-1": "approved",
            "item-2": "approved",
            "item-3": "approved",
            "item-4": "retired",
        }


def test_content_with_problems_changes_nothing(db, loaded, tmp_path, files, now):
    (tmp_path / "courses/writing/documents/10-kinds.zh.md").write_text("## 新\n", "utf-8")
    (tmp_path / "question_bank/writing/items.toml").write_text("[[item]", "utf-8")
    with pytest.raises(Refused) as refused:
        reload(db, tmp_path, files, now)
    assert [p.where.in_("zh") for p in refused.value.problems] == ["question_bank/writing/items.toml:1"]
    with db.read() as session:
        assert session.scalar(select(Course.number)) == 1
