"""What forms a plan gives: how many are possible, how alike they are, and where their points lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import comb, prod

from lms.domain.exam.assembly import Source, assemble

SAMPLE_PAPERS = 16
"""Forms drawn as a sample; the same every time."""


@dataclass(frozen=True, slots=True)
class PointRange:
    """Points of one competency at one level, over the sample."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the sample and the sources show."""

    questions: int
    points: Decimal
    papers: int
    """How many different sets of questions are possible."""
    at_most: bool
    """Whether that is only an upper bound, because draws share items or items are enemies."""
    alike: Fraction
    """The share of its questions that a form has in common with another, on average."""
    cells: Mapping[tuple[str, int], PointRange]
    """By competency and level."""


def outlook_of(sources: Sequence[Source], tags: Mapping[int, tuple[str, int]]) -> Outlook:
    """Return the outlook of sources that can be filled; `tags` gives the competency and level of a version."""
    papers = [assemble(sources, seed) for seed in range(SAMPLE_PAPERS)]
    asked = [{drawn.version for drawn in paper if drawn.points} for paper in papers]
    questions = len(asked[0])
    shared = [len(first & second) for first, second in combinations(asked, 2)]
    alike = Fraction(sum(shared), len(shared) * questions) if questions else Fraction(1)
    sums: list[dict[tuple[str, int], Decimal]] = []
    for paper in papers:
        points_of: dict[tuple[str, int], Decimal] = {}
        for drawn in paper:
            if drawn.points:
                key = tags[drawn.version]
                points_of[key] = points_of.get(key, Decimal(0)) + drawn.points
        sums.append(points_of)
    cells = {
        key: PointRange(
            min(each.get(key, Decimal(0)) for each in sums), max(each.get(key, Decimal(0)) for each in sums)
        )
        for key in sorted({key for each in sums for key in each})
    }
    versions = [version for source in sources for version in source.all_versions]
    at_most = len(set(versions)) < len(versions) or any(source.groups for source in sources)
    possible = prod(_count_ways(source) for source in sources)
    points = sum((drawn.points for drawn in papers[0]), Decimal(0))
    return Outlook(questions, points, possible, at_most, alike, cells)


def _count_ways(source: Source) -> int:
    """Return in how many ways this source can be filled."""
    if not source.each:
        return comb(len(source.versions), source.count)
    ways = [1, *([0] * source.count)]
    for case in source.cases:
        ways_in_case = comb(len(case.questions), source.each)
        for count in range(source.count, 0, -1):
            ways[count] += ways[count - 1] * ways_in_case
    return ways[source.count]
