"""Check questions of a lesson: answered as often as the learner likes, with the rationale shown each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import questions
from lms.bank import find
from lms.bank.find import PracticeItem
from lms.catalog import browse
from lms.catalog.models import CourseVersion, Lesson
from lms.domain.access import Actor
from lms.domain.question.protocol import Unreadable
from lms.learning import messages, progress
from lms.learning.models import CheckAnswer


@dataclass(frozen=True, slots=True)
class Check:
    """A check question as the learner sees it, with their newest answer."""

    practice: PracticeItem
    shown: dict[str, Any]
    response: dict[str, Any]
    answered: bool
    right: bool
    key: dict[str, Any]
    """Empty until it has been answered."""
    unsaved: bool
    """Whether `response` was only chosen on the page."""


def checks_of(
    session: Session,
    actor: Actor,
    slug: str,
    lesson: Lesson,
    language: str,
    form: Mapping[str, list[str]] | None = None,
) -> list[Check]:
    """Return the lesson's check questions, with the keys of those that the actor has answered.

    `form` is the page as it was submitted: what it holds precedes the newest answers, so that no choice is lost.
    """
    items = find.practice_items(session, progress.check_bank(slug), lesson.checks)
    newest: dict[int, CheckAnswer] = {}
    for answer in session.scalars(
        select(CheckAnswer)
        .where(CheckAnswer.person_id == actor.id, CheckAnswer.item_id.in_([item.item_id for item in items]))
        .order_by(CheckAnswer.id)
    ):
        newest[answer.item_id] = answer
    return [_check(item, newest.get(item.item_id), actor, language, form or {}) for item in items]


def _check(
    item: PracticeItem,
    answer: CheckAnswer | None,
    actor: Actor,
    language: str,
    form: Mapping[str, list[str]],
) -> Check:
    saved, chosen = answer.response if answer else {}, _chosen(item, form)
    return Check(
        item,
        questions.show_question(item.question, actor.id, language),
        chosen or saved,
        answer is not None,
        answer is not None and answer.right,
        questions.answer_key(item.question, language) if answer else {},
        chosen not in ({}, saved),
    )


def _chosen(item: PracticeItem, form: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the response to this question in the form of the page, as far as it can be read."""
    try:
        return questions.read_response(
            item.question, questions.raw_from_form(item.question, fields_of(item.name, form))
        )
    except Unreadable:
        return {}


def fields_of(name: str, form: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the fields of one question in the form of the page, by the names that its kind knows."""
    prefix = f"{name}."
    return {key.removeprefix(prefix): form[key] for key in form if key.startswith(prefix)}


def answer_all(
    session: Session, actor: Actor, slug: str, lesson_slug: str, form: Mapping[str, list[str]], now: datetime
) -> None:
    """Save the answers that were chosen and not yet saved. Raise Refused if no question of the lesson has an answer."""
    lesson = browse.lesson_of(browse.current_version(session, slug), lesson_slug)
    checks = checks_of(session, actor, slug, lesson, "zh", form)
    if not any(check.response for check in checks):
        raise messages.choose_first()
    for name in [check.practice.name for check in checks if check.unsaved]:
        answer_check(session, actor, slug, lesson_slug, name, fields_of(name, form), now)


def has_unsaved(
    session: Session, actor: Actor, slug: str, lesson_slug: str, form: Mapping[str, list[str]]
) -> bool:
    """Return whether the page as it was submitted holds choices that are not saved."""
    lesson = browse.lesson_of(browse.current_version(session, slug), lesson_slug)
    return any(check.unsaved for check in checks_of(session, actor, slug, lesson, "zh", form))


def _read_answer(item: PracticeItem, form: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the response in the fields of one question; raise Refused if it is empty or cannot be read."""
    try:
        response = questions.read_response(item.question, questions.raw_from_form(item.question, form))
    except Unreadable as unreadable:
        raise messages.unreadable_answer(unreadable) from None
    if not response:
        raise messages.choose_first()
    return response


def answer_check(
    session: Session,
    actor: Actor,
    slug: str,
    lesson_slug: str,
    name: str,
    form: Mapping[str, list[str]],
    now: datetime,
) -> bool:
    """Save an answer to one check question from its form's fields; return whether it was right.

    Raise Refused if the lesson has no such question, or the answer is empty or cannot be read.
    """
    version: CourseVersion = browse.current_version(session, slug)
    lesson = browse.lesson_of(version, lesson_slug)
    items = find.practice_items(session, progress.check_bank(slug), [n for n in lesson.checks if n == name])
    if not items:
        raise messages.no_check_question()
    item, response = items[0], _read_answer(items[0], form)
    right = questions.score_response(item.question, response).fraction == 1
    progress.start_course(session, actor.id, version.course_id, now)
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
