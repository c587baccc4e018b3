"""Shows a candidate their paper: stems and options, never a key, a score or an explanation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from lms import questions
from lms.domain.access import Actor
from lms.domain.exam.blueprint import Plan
from lms.domain.problem import Text
from lms.exams.items import PaperItem, paper_items
from lms.sittings.find import OPEN, CurrentAnswers, Position, SittingView, current_answers, own_sitting


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One position as its candidate sees it."""

    position: int
    section: Text
    kind: str
    kind_name: Text
    points: Decimal
    body: dict[str, Any]
    text: str = ""
    """The stimulus that it is about, as HTML; the stimulus also has a position of its own before its questions."""


@dataclass(frozen=True, slots=True)
class Served:
    """A sitting with its current answers and the questions that were asked for."""

    sitting: SittingView
    state: str
    current: CurrentAnswers
    items: list[ShownQuestion]


def serve_sitting(
    session: Session,
    actor: Actor,
    sitting_id: int,
    language: str,
    now: datetime,
    only: int | None = None,
) -> Served:
    """Return the actor's sitting; while it is open, with all questions, or `only` that of one position.

    At most three queries, two when the items are cached, whatever the paper's length.
    """
    sitting = own_sitting(session, actor, sitting_id)
    answers = current_answers(session, sitting_id)
    state = sitting.state_at(now)
    if only is not None:
        sitting.position(only)
    shown = show_questions(session, sitting, language, only) if state == OPEN else []
    return Served(sitting, state, answers, shown)


def show_questions(
    session: Session, sitting: SittingView, language: str, only: int | None = None
) -> list[ShownQuestion]:
    """Return the questions of a sitting's paper, or `only` that of one position, as its candidate sees them."""
    positions = sitting.paper if only is None else (sitting.position(only),)
    stimuli = [position for position in sitting.paper if not position.asks]
    return show_paper(session, sitting.plan, positions, sitting.seed, language, stimuli)


def show_paper(
    session: Session,
    plan: Plan,
    positions: Sequence[Position],
    seed: int,
    language: str,
    stimuli: Sequence[Position] = (),
) -> list[ShownQuestion]:
    """Return the questions in the order drawn, with their options in the order of the seed.

    `stimuli` are the positions of the stimuli that questions may be about.
    """
    by_version = paper_items(session, {position.version_id for position in (*positions, *stimuli)})
    cases = {}
    for position in stimuli:
        item = by_version[position.version_id]
        cases[item.competency, item.name] = item
    shown = []
    for position in positions:
        item = by_version[position.version_id]
        shown.append(
            ShownQuestion(
                position.number,
                plan.sections[position.section - 1].title,
                item.kind,
                questions.get_kind(item.kind).NAME,
                position.points,
                questions.show_question(item.question, seed, language, plan.shuffle_options),
                _stimulus(cases.get((item.competency, item.case)), language),
            )
        )
    return shown


def _stimulus(item: PaperItem | None, language: str) -> str:
    return str(questions.show_question(item.question, 0, language)["stem"]) if item else ""
