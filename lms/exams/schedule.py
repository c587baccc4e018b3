"""Set when an exam may be sat, its access code, and whether it is in use."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.access import Actor
from lms.domain.text.typed import clean
from lms.exams import messages
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
        raise messages.closes_before_it_opens()
    code = clean(access_code)
    if len(code) > LONGEST_CODE:
        raise messages.access_code_too_long(len(code), LONGEST_CODE)
    exam = locked_exam(session, exam_id)
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
    exam = locked_exam(session, exam_id)
    exam.state = "closed" if closed else "published"
    audit.record(session, "exams.close" if closed else "exams.reopen", f"exam:{exam.id}", actor.id, now)
    return exam


def locked_exam(session: Session, exam_id: int) -> Exam:
    """Return an exam, locked. Raise Refused (404) if there is none."""
    exam = session.scalar(select(Exam).where(Exam.id == exam_id).with_for_update())
    if exam is None:
        raise messages.exam_not_found()
    return exam
