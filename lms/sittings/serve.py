"""What a candidate may see of a paper: stems and options, never a key, a score or a reason."""

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
from lms.sittings.find import OPEN, CurrentAnswers, Position, SittingView, current, own


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
    """The text of the case that it is about, as HTML: it stands before its questions, at a place of its own."""


@dataclass(frozen=True, slots=True)
class Served:
    """A sitting with the answers that stand in it, and the questions that were asked for."""

    held: SittingView
    state: str
    current: CurrentAnswers
    items: list[ShownQuestion]


def serve(
    session: Session,
    actor: Actor,
    sitting_id: int,
    language: str,
    now: datetime,
    only: int | None = None,
) -> Served:
    """The actor's sitting; its questions while it is open: all of them, or `only` one position.

    At most three queries, two when the process knows the items, however long the paper is.
    """
    held = own(session, actor, sitting_id)
    found = current(session, sitting_id)
    state = held.state_at(now)
    if only is not None:
        held.position(only)
    shown = show(session, held, language, only) if state == OPEN else []
    return Served(held, state, found, shown)


def show(session: Session, held: SittingView, language: str, only: int | None = None) -> list[ShownQuestion]:
    """The questions of a paper, in the order drawn, options in the order of its seed."""
    places = held.paper if only is None else (held.position(only),)
    texts = [place for place in held.paper if not place.asks]
    return show_paper(session, held.plan, places, held.seed, language, texts)


def show_paper(
    session: Session,
    plan: Plan,
    places: Sequence[Position],
    seed: int,
    language: str,
    texts: Sequence[Position] = (),
) -> list[ShownQuestion]:
    """The same of a paper that nobody sits yet. With `texts`, questions bring along the one that they are about."""
    found = paper_items(session, {place.version_id for place in (*places, *texts)})
    about = {(found[p.version_id].competency, found[p.version_id].name): found[p.version_id] for p in texts}
    return [
        ShownQuestion(
            place.number,
            plan.sections[place.section - 1].title,
            found[place.version_id].kind,
            questions.kind(found[place.version_id].kind).NAME,
            place.points,
            questions.show(found[place.version_id].question, seed, language, plan.shuffle_options),
            _text(about.get((found[place.version_id].competency, found[place.version_id].case)), language),
        )
        for place in places
    ]


def _text(about: PaperItem | None, language: str) -> str:
    return str(questions.show(about.question, 0, language)["stem"]) if about else ""
