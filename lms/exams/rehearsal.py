"""Draws a paper of a draft and marks answers to it, for its authors' eyes; nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from lms import questions
from lms.domain.exam import marking
from lms.domain.exam.assembly import assemble
from lms.domain.exam.marking import Marked, Totals
from lms.domain.problem import Text
from lms.domain.question.protocol import Unreadable
from lms.exams.check import DraftCheck
from lms.exams.items import PaperItem, paper_items


@dataclass(frozen=True, slots=True)
class RehearsedItem:
    """One position as its candidate would see it, and, once answered, what nobody sees before release."""

    position: int
    section: Text
    item: PaperItem
    kind_name: Text
    points: Decimal
    shown: dict[str, Any]
    response: dict[str, Any]
    mark: Decimal | None
    """Nothing before it is marked, and for what a person has to mark."""
    key: dict[str, Any]
    rationale: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A paper; with a tally once it was answered."""

    paper: list[RehearsedItem]
    totals: Totals | None


Form = Mapping[str, list[str]]


def rehearse(session: Session, checked: DraftCheck, seed: int, language: str, form: Form | None) -> Rehearsal:
    """The paper of this seed over the bank as it is now; with a form, its answers marked. One query."""
    plan = checked.plan
    entries = assemble(list(checked.sources.values()), seed, shuffle=plan.shuffle_items)
    found = paper_items(session, {entry.version for entry in entries})
    paper = []
    for position, entry in enumerate(entries, 1):
        item = found[entry.version]
        response, unreadable = _response(item, position, form)
        paper.append(
            RehearsedItem(
                position,
                plan.sections[entry.section - 1].title,
                item,
                questions.kind(item.kind).NAME,
                entry.points,
                questions.show(item.question, seed, language, plan.shuffle_options),
                response,
                _mark(item, entry.points, response) if form is not None else None,
                questions.key(item.question, language) if form is not None else {},
                item.rationale.get(language) or item.rationale.get("zh", "") if form is not None else "",
                unreadable,
            )
        )
    if form is None:
        return Rehearsal(paper, None)
    rows = [Marked(one.item.competency, one.points, one.mark) for one in paper]
    return Rehearsal(paper, marking.total_marks(rows, plan.pass_percent, plan.minima))


def _response(item: PaperItem, position: int, form: Form | None) -> tuple[dict[str, Any], bool]:
    prefix = f"q{position}."
    own = {name.removeprefix(prefix): said for name, said in (form or {}).items() if name.startswith(prefix)}
    try:
        return questions.read(item.question, questions.from_form(item.question, own)), False
    except Unreadable:
        return {}, True


def _mark(item: PaperItem, points: Decimal, response: dict[str, Any]) -> Decimal | None:
    score = questions.score(item.question, response)
    return None if score.needs_marker else marking.mark(points, score.fraction)
