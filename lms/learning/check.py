"""The check questions of a lesson: answered as often as one likes, with the reason shown each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import questions
from lms.bank import find
from lms.bank.find import Practice
from lms.catalog import browse
from lms.catalog.models import CourseVersion, Lesson
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text, not_found
from lms.domain.question.protocol import Unreadable
from lms.learning import progress
from lms.learning.models import CheckAnswer


@dataclass(frozen=True, slots=True)
class Check:
    """A check question as its reader sees it, with the newest answer given."""

    practice: Practice
    shown: dict[str, Any]
    response: dict[str, Any]
    answered: bool
    right: bool
    key: dict[str, Any]
    """Empty until it has been answered."""


def checks_of(session: Session, actor: Actor, slug: str, lesson: Lesson, language: str) -> list[Check]:
    """The lesson's check questions; the key only of what the actor has answered."""
    items = find.practice(session, progress.check_bank(slug), lesson.checks)
    newest: dict[int, CheckAnswer] = {}
    for answer in session.scalars(
        select(CheckAnswer)
        .where(CheckAnswer.person_id == actor.id, CheckAnswer.item_id.in_([item.item_id for item in items]))
        .order_by(CheckAnswer.id)
    ):
        newest[answer.item_id] = answer
    return [_check(item, newest.get(item.item_id), actor, language) for item in items]


def _check(item: Practice, answer: CheckAnswer | None, actor: Actor, language: str) -> Check:
    return Check(
        item,
        questions.show(item.question, actor.id, language),
        answer.response if answer else {},
        answer is not None,
        answer is not None and answer.right,
        questions.key(item.question, language) if answer else {},
    )


def answer(
    session: Session,
    actor: Actor,
    slug: str,
    lesson_slug: str,
    name: str,
    form: Mapping[str, list[str]],
    now: datetime,
) -> bool:
    """Answer one check question from its form's fields; whether it was right. Raises Refused if unreadable."""
    version: CourseVersion = browse.current(session, slug)
    lesson = browse.lesson_of(version, lesson_slug)
    found = find.practice(session, progress.check_bank(slug), [n for n in lesson.checks if n == name])
    if not found:
        raise not_found(Text("练习题", "check question"))
    item = found[0]
    try:
        response = questions.read(item.question, questions.from_form(item.question, form))
    except Unreadable as unreadable:
        raise unreadable_answer(unreadable) from None
    right = bool(response) and questions.score(item.question, response).fraction == 1
    progress.start(session, actor.id, version.course_id, now)
    session.add(
        CheckAnswer(
            person_id=actor.id,
            course_id=version.course_id,
            item_id=item.item_id,
            version_id=item.version_id,
            response=response,
            right=right,
            at=now,
        )
    )
    session.flush()
    if right:
        progress.complete_if_done(session, actor.id, version, now)
    return right


def unreadable_answer(unreadable: Unreadable) -> Refused:
    """A response that is not of its question's form."""
    return Refused(
        "answer.unreadable",
        Text("作答格式不对，没有保存", "The answer cannot be read and was not saved"),
        Text("请按题目要求重新作答", "Answer again as the question asks"),
        status=400,
        problems=list(unreadable.problems),
    )
