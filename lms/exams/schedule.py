"""When an exam may be sat, and what is asked for at the door."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.domain.text.typed import clean
from lms.exams.models import Exam
from lms.platform import audit
from lms.platform.clock import iso

LONGEST_CODE = 40
"""Characters of an access code."""


def schedule_exam(
    session: Session,
    actor: Actor,
    exam_id: int,
    opens_at: datetime | None,
    closes_at: datetime | None,
    access_code: str,
    now: datetime,
) -> Exam:
    """Set the window and the access code. Sittings that have begun keep their deadlines."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise Refused(
            "exam.window",
            Text("结束时间须晚于开始时间", "The exam would close before it opens"),
            Text("请改正两个时间", "Correct the two times"),
            status=400,
        )
    code = clean(access_code)
    if len(code) > LONGEST_CODE:
        raise _too_long(len(code))
    exam = _locked_exam(session, exam_id)
    exam.opens_at, exam.closes_at, exam.access_code = opens_at, closes_at, code
    audit.record(
        session,
        "exams.schedule",
        f"exam:{exam.id}",
        actor.id,
        now,
        opens_at=iso(opens_at) if opens_at else "",
        closes_at=iso(closes_at) if closes_at else "",
        code=bool(exam.access_code),
    )
    return exam


def set_closed(session: Session, actor: Actor, exam_id: int, closed: bool, now: datetime) -> Exam:
    """Take an exam out of use, or back into it. Sittings that have begun go on."""
    exam = _locked_exam(session, exam_id)
    exam.state = "closed" if closed else "published"
    audit.record(session, "exams.close" if closed else "exams.reopen", f"exam:{exam.id}", actor.id, now)
    return exam


def _locked_exam(session: Session, exam_id: int) -> Exam:
    exam = session.scalar(select(Exam).where(Exam.id == exam_id).with_for_update())
    if exam is None:
        raise not_found(Text("考试", "exam"))
    return exam


def _too_long(count: int) -> Refused:
    what = Text(
        f"考试口令最多 {LONGEST_CODE} 个字符，现有 {count} 个",
        f"An access code has at most {LONGEST_CODE} characters, this has {count}",
    )
    how = Text(f"请删去 {count - LONGEST_CODE} 个字符", f"Remove {count - LONGEST_CODE}")
    return Refused("exam.code_too_long", what, how, 400, problems=[Problem("access_code", what, how)])
