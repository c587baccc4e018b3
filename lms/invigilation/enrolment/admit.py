"""Admit a candidate after the end of the window."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from lms.candidates.accommodate import give_accommodation
from lms.candidates.eligibility import eligibility_of
from lms.domain.access import Actor, Permission
from lms.domain.exam.allowance import Allowance
from lms.people import scope


def admit_late(
    session: Session, actor: Actor, exam_id: int, person_id: int, reason: str, now: datetime
) -> Allowance:
    """Let a person begin this exam although its window has closed; decided by an invigilator.

    An accommodation for one exam replaces the standing one, so the person's current allowance is kept in it.
    """
    scope.person(session, actor, Permission.INVIGILATE, person_id)
    current = eligibility_of(session, person_id, exam_id).of(exam_id).allowance
    given = replace(current, past_window=True)
    give_accommodation(session, actor, person_id, exam_id, given, reason, now, Permission.INVIGILATE)
    return given
