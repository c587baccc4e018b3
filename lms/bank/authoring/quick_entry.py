"""Several questions typed in a row as a plain paper: read, shown, and kept as drafts, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.bank import write
from lms.bank.models import Item
from lms.content.items import AREA, ItemContent, area_too_long
from lms.domain.access import Actor
from lms.domain.place import NOWHERE, TextLine
from lms.domain.problem import Problem, Refused, Text
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.items import text

LONGEST = 100_000
MOST = 200


@dataclass(frozen=True, slots=True)
class About:
    """What they have in common."""

    competency: str
    level: int
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Typed:
    """A question as it was read, and the draft it comes from."""

    draft: Draft
    question: Question


def read(typed: str) -> tuple[list[Typed], Sequence[Problem]]:
    """The questions, and everything that is wrong, at its line."""
    if len(typed) > LONGEST:
        what = Text(f"超过 {LONGEST} 个字", f"is longer than {LONGEST} characters")
        return [], [Problem(TextLine(1), what, Text("请分几次写", "Write them in parts"))]
    if not typed.strip():
        return [], []
    reading = text.read(typed.encode("utf-8", "replace"), "typed.txt")
    problems, found = list(reading.problems), []
    for draft in reading.drafts:
        question = draft.question()
        if wrong := area_too_long(draft.meta.get("area", "")):
            problems.append(Problem(draft.where, AREA + wrong[0], wrong[1]))
        elif isinstance(question, Question):
            found.append(Typed(draft, question))
        else:
            problems += question
    if len(found) > MOST:
        what = Text(
            f"有 {len(found)} 道题，一次至多 {MOST} 道", f"{len(found)} questions; at most {MOST} at once"
        )
        problems.append(
            Problem(NOWHERE, what, Text("请分几次写，或用文件导入", "Write them in parts, or import a file"))
        )
    return found, problems


def save(session: Session, actor: Actor, typed: str, about: About, now: datetime) -> list[Item]:
    """All of them as drafts. Raises Refused with every problem if one cannot be read or is there already."""
    found, problems = read(typed)
    if problems or not found:
        raise Refused(
            "bank.quick",
            Text("还没有保存", "Nothing is saved yet"),
            Text("请按下面所列改好", "Mend what is listed below") if problems else Text("请先写题目", "Write a question first"),
            status=400,
            problems=problems,
        )  # fmt: skip
    made = []
    for one in found:
        content = _content(one, about, write.free_name(session, about.competency))
        try:
            made.append(write.create(session, actor, content, now))
        except Refused as refused:
            refused.problems.append(Problem(one.draft.where, refused.what, refused.how))
            raise
    return made


def _content(one: Typed, about: About, name: str) -> ItemContent:
    return ItemContent(
        place=NOWHERE,
        name=name,
        question=one.question,
        competency=about.competency,
        area=one.draft.meta.get("area", ""),
        level=about.level,
        points=one.draft.points,
        source=one.draft.meta.get("source", "") or about.source,
        checked=about.checked,
        rationale={"zh": one.draft.feedback, "en": ""},
        expires="",
        tags=tuple(one.draft.tags),
        author="",
        reviewer="",
        difficulty=difficulty_of(one.draft.meta.get("difficulty", "")),
    )
