"""From the first lesson to completion, once and only once."""

import pytest
from sqlalchemy import func, select

from lms.app import wire
from lms.catalog import browse
from lms.certificates.models import Certificate
from lms.cli.content import load_content
from lms.content.library import read_library
from lms.domain.problem import Refused
from lms.learning import check, progress
from lms.learning.models import CheckAnswer, LessonRead
from lms.platform import audit
from lms.platform.files import Files
from lms.records.models import CompletionRecord, HoursEntry
from tests import small, walk

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def content(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


def percent(session, actor):
    return progress.current_state(session, actor, walk.COURSE).percent


def counts(session):
    return [
        session.scalar(select(func.count()).select_from(model))
        for model in (CompletionRecord, HoursEntry, Certificate)
    ]


def test_each_step_counts_and_the_last_one_completes(db, cast, now):
    with db.transaction() as session:
        assert percent(session, cast.lin) == 0
        progress.read_lesson(session, cast.lin, walk.COURSE, "10-kinds", now)
        assert percent(session, cast.lin) == 20
        walk.learn(session, cast.lin, now)
        assert percent(session, cast.lin) == 80
        walk.sit_exam(session, cast.lin, now)
        assert percent(session, cast.lin) == 100
        assert counts(session) == [1, 1, 1]


def test_the_order_does_not_matter_the_exam_may_come_first(db, cast, now):
    with db.transaction() as session:
        walk.sit_exam(session, cast.lin, now)
        assert counts(session) == [0, 0, 0]
        walk.learn(session, cast.lin, now)
        assert counts(session) == [1, 1, 1]


def test_a_failed_exam_completes_nothing_and_a_second_attempt_may(db, cast, now):
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now, right=2)
        assert counts(session) == [0, 0, 0]
        walk.sit_exam(session, cast.lin, now, right=3)
        assert counts(session) == [1, 1, 1]


def test_completion_happens_once_however_often_steps_are_repeated(db, cast, now):
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now)
        walk.learn(session, cast.lin, now)
        assert counts(session) == [1, 1, 1]
        with pytest.raises(Refused) as refused:
            walk.sit_exam(session, cast.lin, now)
        assert refused.value.code == "exam.passed"
        assert session.scalar(select(func.count()).select_from(LessonRead)) == 2


def test_a_wrong_check_answer_is_kept_and_does_not_count(db, cast, now):
    with db.transaction() as session:
        assert (
            check.answer_check(
                session, cast.lin, walk.COURSE, "10-kinds", "check-1", {"value": ["false"]}, now
            )
            is False
        )
        assert progress.current_state(session, cast.lin, walk.COURSE).done.checks == set()
        assert (
            check.answer_check(
                session, cast.lin, walk.COURSE, "10-kinds", "check-1", {"value": ["true"]}, now
            )
            is True
        )
        assert progress.current_state(session, cast.lin, walk.COURSE).done.checks == {"check-1"}


def test_the_key_of_a_check_question_is_shown_only_after_an_answer(db, cast, now):
    with db.transaction() as session:
        lesson = browse.current_version(session, walk.COURSE).lessons[0]
        (before,) = check.checks_of(session, cast.lin, walk.COURSE, lesson, "zh")
        check.answer_check(session, cast.lin, walk.COURSE, "10-kinds", "check-1", {"value": ["false"]}, now)
        (after,) = check.checks_of(session, cast.lin, walk.COURSE, lesson, "zh")
        (others,) = check.checks_of(session, cast.wang, walk.COURSE, lesson, "zh")
    assert (before.key, after.key, others.key) == ({}, {"value": True}, {})


@pytest.mark.parametrize("form", [{}, {"check-1.value": [""]}])
def test_an_empty_answer_is_no_answer(client_of, db, cast, form):
    client = client_of(cast.lin)
    lesson = f"/courses/{walk.COURSE}/10-kinds"
    for pressed in ({"check": "check-1"}, {}):
        page = client.post(lesson, data=form | pressed)
        assert (page.status_code, "还没有作答" in page.text) == (400, True)
    with db.read() as session:
        assert session.scalars(select(CheckAnswer)).all() == []


def test_the_enter_key_submits_what_was_answered(client_of, db, cast):
    lin, lesson = client_of(cast.lin), f"/courses/{walk.COURSE}/10-kinds"
    for _ in range(2):
        page = lin.post(lesson, data={"check-1.value": ["true"]}, follow_redirects=True)
        assert (page.status_code, "答对了" in page.text) == (200, True)
    with db.read() as session:
        assert [answer.right for answer in session.scalars(select(CheckAnswer))] == [True]


def test_a_check_question_of_another_lesson_and_an_unreadable_answer_are_refused(db, cast, now):
    with db.transaction() as session:
        with pytest.raises(Refused) as foreign:
            check.answer_check(session, cast.lin, walk.COURSE, "10-kinds", "check-2", {"choice": ["a"]}, now)
        with pytest.raises(Refused) as unreadable:
            check.answer_check(session, cast.lin, walk.COURSE, "20-rules", "check-2", {"choice": ["z"]}, now)
    assert (foreign.value.status, unreadable.value.status) == (404, 400)


def test_a_changed_lesson_does_not_undo_what_was_read(db, cast, now, tmp_path):
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
    (tmp_path / "courses/writing/documents/10-kinds.zh.md").write_text("## 改\n", "utf-8")
    with db.transaction() as session:
        load_content(session, read_library(tmp_path), Files(tmp_path / "files"), None, now)
        assert percent(session, cast.lin) == 80


def test_every_step_leaves_its_line_in_the_audit_trail(db, cast, now):
    with db.transaction() as session:
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now)
    with db.read() as session:
        actions = [row["action"] for row in audit.rows(session) if row["actor_id"] == cast.lin.id]
        head = audit.verify(session)
    assert actions.count("learning.read") == 2
    assert actions[-3:] == ["learning.complete", "records.complete", "certificates.issue"]
    assert isinstance(head, tuple)
