"""What everybody did before a browser opens: the real content, the cast with passwords, a little history."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms import questions
from lms.app import wire
from lms.bank import review, write
from lms.catalog import browse
from lms.cli.content import load_content
from lms.content.library import read_library
from lms.content.read_item import read_item
from lms.domain.access import Actor
from lms.exams import published
from lms.exams.publish import publish_plan
from lms.learning import assign, check, progress
from lms.learning.targets import Targets
from lms.people.credentials import passwords
from lms.people.models import Person
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish import submit
from lms.sittings.start import sit
from tests import exam_data, make, walk
from tests.cast import PASSWORD, Cast

CONTENT = Path(__file__).resolve().parents[2]
COURSE, EXAM, ESSAY = "office-coordination", "coordination", "emergency/emerg-duty-008"
DRAFT = """[[item]]
name = "{name}"
kind = "single_choice"
level = 2
source = "惯例：会务"
checked = 2026-11-23
rationale = "先核实再通知。"
stem = "会议室临时变更，{name} 最先做哪一件？"
options = [{{text = "核实新会议室是否可用", right = true}}, {{text = "撤下桌签"}}, {{text = "通知车队"}}]
"""


def build(folder: Path) -> Cast:
    """A data folder with the real content, the cast, and their past."""
    wire()
    db = Database(f"sqlite:///{folder / 'wuneng.sqlite3'}")
    make.schema(db.url)
    now = utcnow()
    with db.transaction() as session:
        load_content(session, read_library(CONTENT), Files(folder / "files"), None, now)
        cast = Cast(session, now)
        session.execute(update(Person).values(password_hash=passwords.hash_password(PASSWORD)))
    with db.transaction() as session:
        _past(session, cast, now)
    db.dispose()  # the last connection to close folds the WAL into the file
    return cast


def _past(session: Session, cast: Cast, now: datetime) -> None:
    for learner in (cast.wang, cast.luo):
        learn(session, learner, COURSE, now)
        walk.sit_exam(session, learner, now, slug=EXAM)
    learn(session, cast.luo, "official-documents", now)
    sit.begin_sitting(session, cast.luo, exam_id(session, "writing"), now)
    assign.assign_course(session, cast.he, "field-research", Targets(cast.education.id), None, now)
    _drafts(session, cast, now)
    _essay(session, cast.wang, now)


def learn(session: Session, actor: Actor, course: str, now: datetime) -> None:
    """Read every lesson and answer its check questions rightly."""
    for lesson in browse.current_version(session, course).lessons:
        progress.read_lesson(session, actor, course, lesson.slug, now)
        for found in check.checks_of(session, actor, course, lesson, "zh"):
            question = found.practice.question
            form = questions.response_to_form(question, questions.answer_key(question))
            assert check.answer_check(session, actor, course, lesson.slug, found.practice.name, form, now)


def exam_id(session: Session, slug: str) -> int:
    """The number of the exam in addresses."""
    return next(exam.id for exam in published.all_exams(session) if exam.slug == slug)


def _essay(session: Session, actor: Actor, now: datetime) -> None:
    """A paper that waits for a marker."""
    section = {"title": {"zh": "论述", "en": "Essay"}, "fixed": [{"item": ESSAY, "points": "10"}]}
    publish_plan(session, "essay", exam_data.plan(section, release="by_hand"), None, now)
    begun = sit.begin_sitting(session, actor, exam_id(session, "essay"), now)
    save_answers(
        session,
        actor,
        begun.sitting.id,
        [AnswerUpdate(1, 1, {"text": "首报：时间、地点、伤亡、措施。"})],
        now,
    )
    submit.submit_sitting(session, actor, begun.sitting.id, {}, now)


def _drafts(session: Session, cast: Cast, now: datetime) -> None:
    """One question in each state that somebody has to do something about."""
    for name, actor in (("room-1", cast.chen), ("room-2", cast.chen), ("room-3", cast.chen)):
        content = read_item(DRAFT.format(name=name), "coordination")
        assert not isinstance(content, list), [problem.line("en") for problem in content]
        item = write.create(session, actor, content, now)
        if name != "room-1":
            review.submit_for_review(session, actor, item.id, 1, now)
        if name == "room-3":
            review.return_to_author(session, cast.zhao, item.id, 1, "请写明依据", now)
