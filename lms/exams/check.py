"""Checks a draft as a whole: what is missing or impossible, what fits each draw, and what papers would come of it."""

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
"""A draw should find this many times what it takes, or papers are too much alike."""


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A draft as it stands over the bank as it is now."""

    plan: Plan
    """As far as it can be read."""
    problems: list[Problem]
    """Everything that keeps it from being published."""
    sources: Mapping[str, Source]
    """By their places: "section[1].draw[2]"."""
    outlook: Outlook | None
    """Nothing while no paper can be drawn."""

    @property
    def points(self) -> Decimal:
        """What a paper is worth, as far as its parts say."""
        worth = (s.points * s.count * (s.each or 1) for s in self.sources.values())
        return sum(worth, Decimal(0))

    @property
    def facts(self) -> list[Problem]:
        """What is wrong outside the sections."""
        return [problem for problem in self.problems if not problem.where.startswith("section")]

    def fits(self, place: str) -> int:
        """How many items, or cases, the part there may take."""
        return len(self.sources[place].versions) if place in self.sources else 0

    def tight(self, place: str) -> bool:
        """Whether it finds enough but hardly more than it takes."""
        source = self.sources.get(place)
        if source is None or ".fixed[" in place:
            return False
        return source.count <= len(source.versions) < source.count * AMPLE_RATIO

    def at(self, place: str) -> list[Problem]:
        """What is wrong with the part there."""
        return [p for p in self.problems if p.where == place or p.where.startswith(f"{place}.")]


def check_draft(session: Session, data: Mapping[str, Any], *, try_papers: bool = False) -> DraftCheck:
    """One query for the bank; with `try_papers` it also draws some to look at."""
    plan, problems = blueprint.read(data)
    found = items_for_plan(session, plan)
    sources, lacking = build_pool(plan, found)
    told = problems + [p for p in lacking if not any(p.where.startswith(own.where) for own in problems)]
    seen = None
    if try_papers and not lacking and sources:
        seen = outlook_of(sources, {c.version: (c.competency, c.level) for c in found})
    return DraftCheck(plan, told, {source.place: source for source in sources}, seen)
