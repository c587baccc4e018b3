"""What papers a plan gives: how many there could be, how alike they are, and where their points lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import comb

from lms.domain.exam.assembly import Source, assemble

TRIED = 16
"""Papers drawn to see; the same every time."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Points of one competency at one level, over the papers that were tried."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was found."""

    questions: int
    points: Decimal
    papers: int
    """How many different sets of questions there are."""
    at_most: bool
    """Whether that is only a bound, because draws share items or items are enemies."""
    alike: Fraction
    """The share of its questions that a paper has in common with another, on average."""
    cells: Mapping[tuple[str, int], Cell]
    """By competency and level."""


def outlook(sources: Sequence[Source], marks: Mapping[int, tuple[str, int]]) -> Outlook:
    """For sources that can be filled; `marks` gives the competency and the level of a version."""
    tried = [assemble(sources, seed) for seed in range(TRIED)]
    asked = [{entry.version for entry in paper if entry.points} for paper in tried]
    questions = len(asked[0])
    shared = [len(one & other) for one, other in combinations(asked, 2)]
    alike = Fraction(sum(shared), len(shared) * questions) if questions else Fraction(1)
    sums: list[dict[tuple[str, int], Decimal]] = []
    for paper in tried:
        found: dict[tuple[str, int], Decimal] = {}
        for entry in paper:
            if entry.points:
                found[marks[entry.version]] = found.get(marks[entry.version], Decimal(0)) + entry.points
        sums.append(found)
    cells = {
        key: Cell(
            min(one.get(key, Decimal(0)) for one in sums), max(one.get(key, Decimal(0)) for one in sums)
        )
        for key in sorted({key for one in sums for key in one})
    }
    every = [version for source in sources for version in source.every]
    at_most = len(set(every)) < len(every) or any(source.groups for source in sources)
    papers = 1
    for source in sources:
        papers *= _ways(source)
    points = sum((entry.points for entry in tried[0]), Decimal(0))
    return Outlook(questions, points, papers, at_most, alike, cells)


def _ways(source: Source) -> int:
    """In how many ways this one source can be drawn from."""
    if not source.each:
        return comb(len(source.versions), source.count)
    ways = [1, *([0] * source.count)]
    for case in source.cases:
        inside = comb(len(case.questions), source.each)
        for many in range(source.count, 0, -1):
            ways[many] += ways[many - 1] * inside
    return ways[source.count]
