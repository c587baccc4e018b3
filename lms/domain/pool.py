"""What an exam may draw from, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.domain import assembly
from lms.domain.assembly import Source
from lms.domain.blueprint import Draw, Fixed, Plan
from lms.domain.numbers import decimal_text
from lms.domain.problem import Problem, Text

MARKED_BY_RUBRIC = "essay"
"""The points of such an item are those of its rubric: a plan cannot give it others."""
NOTHING_TO_ANSWER = "description"
"""Text to read before other questions: named in a plan, never drawn by chance, and worth no points."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item version that an exam may draw; `version` is any number that tells it from the others."""

    version: int
    name: str
    """"bank/item"."""
    kind: str
    competency: str
    area: str
    level: int
    points: Decimal
    case: str = ""
    """"bank/item" of the text that it is about."""
    enemies: frozenset[str] = frozenset()


def pool(plan: Plan, candidates: Sequence[Candidate]) -> tuple[list[Source], list[Problem]]:
    """What every draw may take, and what is wrong; the problems are empty when papers can be drawn."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for number, section in enumerate(plan.sections, 1):
        for place, fixed in enumerate(section.fixed, 1):
            fit = [c for c in candidates if c.name == fixed.item]
            sources.append(_source(f"section[{number}].fixed[{place}]", number, fixed, fit, problems))
        for place, draw in enumerate(section.draws, 1):
            fit = [
                c
                for c in candidates
                if c.kind != NOTHING_TO_ANSWER and draw.takes(c.competency, c.kind, c.level, c.area)
            ]
            sources.append(_source(f"section[{number}].draw[{place}]", number, draw, fit, problems))
    return sources, problems + assembly.shortages(sources)


def _source(
    place: str, section: int, asked: Draw | Fixed, fit: list[Candidate], problems: list[Problem]
) -> Source:
    own = sorted({candidate.points for candidate in fit})
    if asked.points is None and len(own) > 1:
        listed = (
            "、".join(decimal_text(points) for points in own),
            ", ".join(decimal_text(points) for points in own),
        )
        what = Text(
            f"符合条件的题分值不同（{listed[0]}），各人试卷总分会不一样",
            f"the questions that fit have different points ({listed[1]}), so papers would have different totals",
        )
        how = Text("请用 points 统一每题分值", "Give points for each question of this draw")
        problems.append(Problem(f"{place}.points", what, how))
    for candidate in fit:
        if candidate.kind == MARKED_BY_RUBRIC and asked.points not in (None, candidate.points):
            rubric = decimal_text(candidate.points)
            what = Text(
                f"{candidate.name} 按评分标准共 {rubric} 分",
                f"the rubric of {candidate.name} has {rubric} points",
            )
            how = Text("请改成同样的分值，或不写 points", "Give the same points, or none")
            problems.append(Problem(f"{place}.points", what, how))
    points = (asked.points or (own[0] if own else Decimal(0))).normalize()
    if any(candidate.kind == NOTHING_TO_ANSWER for candidate in fit):
        points = Decimal(0)
    count = asked.count if isinstance(asked, Draw) else 1
    return Source(place, section, count, points, tuple(candidate.version for candidate in fit))
