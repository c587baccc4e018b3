"""One of everything, so that there is something at every address: a course, an exam, sittings, a certificate."""

from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule

from lms.app import wire
from lms.bank import pictures
from lms.bank.authoring import unfinished
from lms.bank.authoring.unfinished import Typed
from lms.bank.imports import upload
from lms.bank.imports.commit import commit_import
from lms.bank.imports.review import submit_all_for_review
from lms.bank.imports.upload import UploadedFile
from lms.certificates.models import Certificate
from lms.exams import compose
from lms.exams.models import Exam
from lms.invigilation.enrolment import prepare
from lms.learning.assign import assign_course
from lms.learning.models import Assignment
from lms.learning.targets import Targets
from lms.people.credentials import tokens
from lms.people.models import AccessToken
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.platform.jobs import enqueue
from lms.records.models import CompletionRecord
from lms.results.models import Mark
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start import sit
from tests import exam_data, small, walk
from tests.cast import Cast
from tests.formats.drafts.test_picture import png

HUGE = "9" * 30
BY_ADDRESS = {
    ("catalog.course_file", "name"): "map.svg",
    ("learning.answer", "name"): "check-1",
    ("reports.export_report", "name"): "completions",
    ("web.language", "name"): "en",
    ("static_of", "name"): "page.css",
    ("exams.part", "form"): "draw",
    ("exams.save_part", "form"): "draw",
}
"""Values of arguments whose names mean different things at different addresses."""
AFTERWARDS = {
    "sittings.ended",
    "sittings.sealed",
    "sittings.receipt_paper",
    "results.sitting",
    "results_api.of_sitting",
}
"""Endpoints for a submitted sitting; others need an open one."""


class World:
    """Values for the arguments of addresses by name; most belong to 林. Without `english`, the content is in Chinese."""

    def __init__(
        self, db: Database, cast: Cast, data_dir: Path, now: datetime, *, english: bool = True
    ) -> None:
        wire()
        with db.transaction() as session:
            small.load_into(session, data_dir / "content", Files(data_dir / "files"), now, english=english)
        with db.transaction() as session:
            walk.learn(session, cast.lin, now)
            self.ended = walk.sit_exam(session, cast.lin, now)
        exam = exam_data.exam_of_kinds(db, now)
        with db.transaction() as session:
            self._write_an_essay(session, cast, exam, now)
            self.open = sit.begin_sitting(session, cast.lin, exam, now).sitting.id
        with db.transaction() as session:
            self.values = self._values(session, cast, Files(data_dir / "files"), now)

    def _write_an_essay(self, session: Session, cast: Cast, exam: int, now: datetime) -> None:
        """Something for a marker."""
        held = sit.begin_sitting(session, cast.lin, exam, now).sitting.id
        last = len(exam_data.BODIES)
        save_answers(session, cast.lin, held, [AnswerUpdate(last, 1, {"text": "先急后缓。"})], now)
        submit_sitting(session, cast.lin, held, {}, now)

    def _values(self, session: Session, cast: Cast, files: Files, now: datetime) -> dict[str, object]:
        exam = session.scalars(select(Exam).where(Exam.slug == "kinds")).one()
        exam.access_code = "2468"
        tokens.create(session, cast.lin, "program", 30, now)
        job = enqueue(session, "reports.export", {}, now, cast.he.id)
        job.state, job.result = "done", {"sha256": files.keep(b"rows"), "rows": 1, "name": "completions.csv"}
        drawing = enqueue(session, prepare.JOB, {"exam": exam.id, "people": []}, now, cast.he.id)
        taken = enqueue(session, "bank.export", {}, now, cast.chen.id)
        taken.state = "done"
        taken.result = {"sha256": files.keep(b"items"), "name": "writing.toml", "questions": 1}
        return {
            "package": "web",
            "slug": walk.COURSE,
            "lesson_slug": "10-kinds",
            "exam_id": exam.id,
            "draft_id": self._draft(session, cast, now),
            "sitting_id": self.open,
            "watched_id": self.open,
            "mark_id": session.scalars(select(Mark.id).where(Mark.needs_marker)).first(),
            "name": pictures.save_picture(session, cast.chen, files, png(), now).name,
            "token": session.scalars(select(Certificate.token)).first() or "no-certificate",
            "person_id": cast.luo.id,
            "grant_id": 1,
            "unit_id": cast.education.id,
            "token_id": session.scalars(select(AccessToken.id)).one(),
            "job_id": job.id,
            "drawing_id": drawing.id,
            "export_id": taken.id,
            "kept_id": unfinished.keep(session, cast.chen, Typed("essay", "writing", {}), now).id,
            "import_id": self._import(session, cast, files, now),
            "assignment_id": self._assignment(session, cast, now),
            "position": 1,
            "record_id": session.scalars(select(CompletionRecord.id)).first() or 1,
        }

    def _import(self, session: Session, cast: Cast, files: Files, now: datetime) -> int:
        """Import a file with one question, which then waits for review."""
        paper = "1. 会议纪要由谁签发？\nA. 主持人\nB. 记录人\n答案：A\n解析：由主持人签发。\n".encode()
        uploaded = UploadedFile("题.txt", paper, "text", "writing", 2, "惯例")
        imported = upload.save_preview(
            session, files, uploaded, upload.parse(session, uploaded), cast.chen, now
        )
        commit_import(session, cast.chen, imported.id, now)
        submit_all_for_review(session, cast.chen, imported.id, now)
        return imported.id

    def _assignment(self, session: Session, cast: Cast, now: datetime) -> int:
        assign_course(session, cast.he, walk.COURSE, Targets(cast.education.id), None, now)
        return session.scalars(select(Assignment.id)).one()

    def _draft(self, session: Session, cast: Cast, now: datetime) -> int:
        """Return the draft of the exam of the small library: one section with one draw."""
        exam_id = session.scalars(select(Exam.id).where(Exam.slug == "writing")).one()
        return compose.draft_of_exam(session, cast.chen, exam_id, now).id

    def address(self, app: Flask, rule: Rule, **changed: object) -> str:
        """Return an address of this rule with something at it, as far as the world has it."""
        given = {name: self._value(rule, name) for name in rule.arguments} | changed
        with app.test_request_context():
            adapter = app.url_map.bind("localhost")
            return adapter.build(rule.endpoint, given, append_unknown=False)

    def _value(self, rule: Rule, name: str) -> object:
        if name == "sitting_id" and rule.endpoint in AFTERWARDS:
            return self.ended
        found = BY_ADDRESS.get((rule.endpoint, name), self.values.get(name))
        if found is None:
            return 1 if isinstance(rule._converters[name], IntegerConverter) else "nothing"
        return found
