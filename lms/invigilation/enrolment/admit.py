"""Letting somebody begin after the end of the window, with whatever else they are given kept."""

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
    """The person may begin this exam now, whatever its window says; decided by an invigilator.

    One for the exam goes before a standing one, so it carries on what the person has.
    """
    scope.person(session, actor, Permission.INVIGILATE, person_id)
    held = eligibility_of(session, person_id, exam_id).of(exam_id).allowance
    given = replace(held, past_window=True)
    give_accommodation(session, actor, person_id, exam_id, given, reason, now, Permission.INVIGILATE)
    return given
