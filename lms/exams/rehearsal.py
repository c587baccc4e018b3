"""Draw a paper of a draft and mark answers to it, for the authors of the exam; nothing is stored."""

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
from lms.domain.question.protocol import Criterion, Unreadable
from lms.exams.check import DraftCheck
from lms.exams.items import PaperItem, paper_items


@dataclass(frozen=True, slots=True)
class RehearsedItem:
    """One position as a candidate would see it, and, once answered, its mark, key and rationale."""

    position: int
    section: Text
    item: PaperItem
    kind_name: Text
    points: Decimal
    shown: dict[str, Any]
    response: dict[str, Any]
    mark: Decimal | None
    """None before it is marked, and if a person has to mark it."""
    answer: dict[str, Any]
    """The right answer as a response, once it was answered."""
    rubric: list[Criterion]
    rationale: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A paper, with its totals once it was answered."""

    paper: list[RehearsedItem]
    totals: Totals | None


Form = Mapping[str, list[str]]


def rehearse(session: Session, checked: DraftCheck, seed: int, language: str, form: Form | None) -> Rehearsal:
    """Return the paper of this seed from the bank as it is now; with a form, its answers are marked. One query."""
    plan = checked.plan
    drawn_items = assemble(list(checked.sources.values()), seed, shuffle=plan.shuffle_items)
    items = paper_items(session, {drawn.version for drawn in drawn_items})
    paper = []
    for position, drawn in enumerate(drawn_items, 1):
        item = items[drawn.version]
        response, unreadable = _response(item, position, form)
        paper.append(
            RehearsedItem(
                position,
                plan.sections[drawn.section - 1].title,
                item,
                questions.get_kind(item.kind).NAME,
                drawn.points,
                questions.show_question(item.question, seed, language, plan.shuffle_options),
                response,
                _mark(item, drawn.points, response) if form is not None else None,
                questions.model_answer(item.question, language) if form is not None else {},
                questions.rubric(item.question, language) if form is not None else [],
                item.rationale.get(language) or item.rationale.get("zh", "") if form is not None else "",
                unreadable,
            )
        )
    if form is None:
        return Rehearsal(paper, None)
    rows = [Marked(asked.item.competency, asked.points, asked.mark) for asked in paper]
    return Rehearsal(paper, marking.total_marks(rows, plan.pass_percent, plan.minima))


def _response(item: PaperItem, position: int, form: Form | None) -> tuple[dict[str, Any], bool]:
    prefix = f"q{position}."
    sent = {
        name.removeprefix(prefix): values for name, values in (form or {}).items() if name.startswith(prefix)
    }
    try:
        return questions.read_response(item.question, questions.raw_from_form(item.question, sent)), False
    except Unreadable:
        return {}, True


def _mark(item: PaperItem, points: Decimal, response: dict[str, Any]) -> Decimal | None:
    score = questions.score_response(item.question, response)
    return None if score.needs_marker else marking.mark(points, score.fraction)
