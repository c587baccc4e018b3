"""Quick entry: several questions typed in a row as plain text are read, previewed and saved as drafts, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.bank import write
from lms.bank.authoring import messages
from lms.bank.models import Item
from lms.content.items import AREA, ItemContent, area_too_long
from lms.domain.access import Actor
from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Refused
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.items import text

LONGEST = 100_000
MOST = 200


@dataclass(frozen=True, slots=True)
class SharedDetails:
    """What the typed questions have in common."""

    competency: str
    level: int
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question that was read, and its draft."""

    draft: Draft
    question: Question


def read(typed: str) -> tuple[list[TypedQuestion], Sequence[Problem]]:
    """Return the questions, and everything that is wrong, at its line."""
    if len(typed) > LONGEST:
        return [], [messages.typed_text_too_long(LONGEST)]
    if not typed.strip():
        return [], []
    reading = text.read(typed.encode("utf-8", "replace"), "typed.txt")
    problems, questions = list(reading.problems), []
    for draft in reading.drafts:
        question = draft.question()
        if wrong := area_too_long(draft.meta.get("area", "")):
            problems.append(Problem(draft.where, AREA + wrong[0], wrong[1]))
        elif isinstance(question, Question):
            questions.append(TypedQuestion(draft, question))
        else:
            problems += question
    if len(questions) > MOST:
        problems.append(messages.too_many_typed(len(questions), MOST))
    return questions, problems


def save(session: Session, actor: Actor, typed: str, shared: SharedDetails, now: datetime) -> list[Item]:
    """Save all of them as drafts. Raise Refused with every problem if one cannot be read or exists already."""
    questions, problems = read(typed)
    if problems or not questions:
        raise messages.typed_not_saved(problems)
    items = []
    for question in questions:
        content = _content(question, shared, write.free_name(session, shared.competency))
        try:
            items.append(write.create(session, actor, content, now))
        except Refused as refused:
            refused.problems.append(Problem(question.draft.where, refused.what, refused.how))
            raise
    return items


def _content(typed: TypedQuestion, shared: SharedDetails, name: str) -> ItemContent:
    return ItemContent(
        place=NOWHERE,
        name=name,
        question=typed.question,
        competency=shared.competency,
        area=typed.draft.meta.get("area", ""),
        level=shared.level,
        points=typed.draft.points,
        source=typed.draft.meta.get("source", "") or shared.source,
        checked=shared.checked,
        rationale={"zh": typed.draft.feedback, "en": ""},
        expires="",
        tags=tuple(typed.draft.tags),
        author="",
        reviewer="",
        difficulty=difficulty_of(typed.draft.meta.get("difficulty", "")),
    )
