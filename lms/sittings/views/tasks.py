"""The tasks of candidates on their home page."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lms.candidates.eligibility import MAKEUP
from lms.domain.access import Actor
from lms.domain.problem import Text
from lms.exams.published import EVERYBODY
from lms.sittings import messages
from lms.sittings.start.available import AvailableExam, available_exams
from lms.sittings.views import bp
from lms.web.i18n import minute
from lms.web.pages import Task


@bp.next_tasks
def exams_to_sit(session: Session, person: Actor, now: datetime) -> list[Task]:
    """Return the exams that are under way, the most urgent tasks, and those at which the person is expected."""
    return [
        _under_way(available) if available.open_sitting else _expected(available)
        for available in available_exams(session, person, now)
        if available.open_sitting or _is_expected(available)
    ]


def _under_way(available: AvailableExam) -> Task:
    assert available.open_sitting is not None
    return Task(
        0,
        available.exam.plan.title,
        Text("考试正在计时，请尽快继续", "The clock is running: continue now"),
        Text("继续考试", "Continue"),
        url_for("sittings.sitting", sitting_id=available.open_sitting.id),
    )


def _is_expected(available: AvailableExam) -> bool:
    """Whether an exam is meant for this person in particular, not sat yet, and can still be sat."""
    eligibility = available.eligibility
    chosen = eligibility.listed or available.exam.audience != EVERYBODY
    to_sit = not available.attempts or eligibility.status == MAKEUP
    possible = available.refused is None or available.refused.code == "exam.not_yet"
    return chosen and to_sit and possible


def _expected(available: AvailableExam) -> Task:
    eligibility, begins = available.eligibility, available.refused is None
    opens_at, closes_at = eligibility.window(available.exam.opens_at, available.exam.closes_at)
    moment = closes_at if begins else opens_at
    return Task(
        5 if begins else 15,
        available.exam.plan.title,
        messages.expected(begins, minute(moment) if moment else "", eligibility.group, eligibility.seat),
        Text("去考试", "Go to the exam") if begins else Text("看安排", "See the arrangements"),
        url_for("sittings.exam", exam_id=available.exam.id),
    )
