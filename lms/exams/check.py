"""Check a draft as a whole: what is missing or impossible, what matches each draw, what the papers would be like."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.exam import blueprint
from lms.domain.exam.assembly import Source
from lms.domain.exam.blueprint import Plan
from lms.domain.exam.outlook import Outlook, outlook_of
from lms.domain.exam.pool import build_pool
from lms.domain.problem import Problem
from lms.exams.pool_items import items_for_plan

AMPLE_RATIO = 1.5
"""A draw should match this many times the items that it takes, or papers are too much alike."""


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A draft, checked against the bank as it is now."""

    plan: Plan
    """As far as it can be read."""
    problems: list[Problem]
    """Everything that prevents its publication."""
    sources: Mapping[str, Source]
    """By place in the plan: "section[1].draw[2]"."""
    outlook: Outlook | None
    """None while no paper can be drawn, or if it was not asked for."""

    @property
    def points(self) -> Decimal:
        """The points of a paper, as far as they are known."""
        worth = (s.points * s.count * (s.each or 1) for s in self.sources.values())
        return sum(worth, Decimal(0))

    @property
    def facts(self) -> list[Problem]:
        """The problems outside the sections."""
        return [problem for problem in self.problems if not problem.where.path.startswith("section")]

    def fits(self, place: str) -> int:
        """Return how many items, or cases, match the part at this place."""
        return len(self.sources[place].versions) if place in self.sources else 0

    def tight(self, place: str) -> bool:
        """Return whether there are enough items, but hardly more than are taken."""
        source = self.sources.get(place)
        if source is None or ".fixed[" in place:
            return False
        return source.count <= len(source.versions) < source.count * AMPLE_RATIO

    def at(self, place: str) -> list[Problem]:
        """Return the problems of the part at this place."""
        return [p for p in self.problems if p.where.path == place or p.where.path.startswith(f"{place}.")]


def check_draft(session: Session, data: Mapping[str, Any], *, try_papers: bool = False) -> DraftCheck:
    """Check a plan, with one query for the bank; with `try_papers` also draw some to compare."""
    plan, problems = blueprint.read(data)
    items = items_for_plan(session, plan)
    sources, lacking = build_pool(plan, items)
    reported = problems + [
        p for p in lacking if not any(p.where.path.startswith(own.where.path) for own in problems)
    ]
    outlook = None
    if try_papers and not lacking and sources:
        outlook = outlook_of(sources, {item.version: (item.competency, item.level) for item in items})
    return DraftCheck(plan, reported, {source.place: source for source in sources}, outlook)
