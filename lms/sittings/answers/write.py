"""Saving what a page's form says: the way of candidates whose browser runs no script."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.question.protocol import Unreadable
from lms.exams.items import paper_items
from lms.sittings.answers.save import SaveResult, save_next
from lms.sittings.answers.updates import invalid_answer
from lms.sittings.find import current, own


def write(
    session: Session,
    actor: Actor,
    sitting_id: int,
    position: int,
    form: Mapping[str, list[str]],
    now: datetime,
) -> SaveResult:
    """Save the fields of a question's form, their prefix stripped; what has not changed is not saved again."""
    held = own(session, actor, sitting_id, lock=True)
    place = held.position(position)
    question = paper_items(session, {place.version_id})[place.version_id].question
    typed: Any = None
    try:
        typed = questions.from_form(question, form)
        response = questions.read(question, typed)
    except Unreadable as unreadable:
        refused = invalid_answer(list(unreadable.problems))
        refused.facts = {"typed": typed}  # so that the page can show it again
        raise refused from None
    stands = current(session, sitting_id).answers.get(position)
    if stands is not None and stands.response == response:
        return SaveResult(held.deadline_at(now))
    return save_next(session, actor, sitting_id, position, response, now)
