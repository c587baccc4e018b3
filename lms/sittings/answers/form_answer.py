"""Saves the answer in a page's form: for candidates whose browser runs no script."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.question.protocol import Unreadable
from lms.exams.items import paper_items
from lms.sittings.answers.save import SaveResult, save_with_next_seq
from lms.sittings.find import current_answers, own_sitting
from lms.sittings.messages import invalid_answer


def save_form_answer(
    session: Session,
    actor: Actor,
    sitting_id: int,
    position: int,
    form: Mapping[str, list[str]],
    now: datetime,
) -> SaveResult:
    """Save the fields of a question's form, their prefix stripped. An unchanged answer is not saved again.

    Raise Refused (400) with what was typed among its facts if the answer cannot be read.
    """
    sitting = own_sitting(session, actor, sitting_id, lock=True)
    version_id = sitting.position(position).version_id
    question = paper_items(session, {version_id})[version_id].question
    typed: Any = None
    try:
        typed = questions.raw_from_form(question, form)
        response = questions.read_response(question, typed)
    except Unreadable as unreadable:
        refused = invalid_answer(list(unreadable.problems))
        refused.facts = {"typed": typed}  # so that the page can show it again
        raise refused from None
    saved = current_answers(session, sitting_id).answers.get(position)
    if saved is not None and saved.response == response:
        return SaveResult(sitting.deadline_at(now))
    return save_with_next_seq(session, actor, sitting_id, position, response, now)
