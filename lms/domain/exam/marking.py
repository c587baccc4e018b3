"""From shares to marks, totals and a verdict: exact, the same everywhere, rounded in one place only.

The rule: an item's mark is its points times its share, rounded half up to 0.01. A total is the sum
of rounded marks, so that what stands on the page adds up. The cut is its per cent of the most that
can be had, rounded up to 0.01: 60 per cent means no less than 60 per cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

RULES = "1"
"""Version of the rule above, kept with every score run."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One position: what it could earn and what it earned; `mark` is nothing until somebody marked it."""

    competency: str
    points: Decimal
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What was earned of the most that could be."""

    mark: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The result of a paper. `passed` is nothing while a mark is missing."""

    total: Decimal
    most: Decimal
    cut: Decimal
    passed: bool | None
    competencies: Mapping[str, Sum]
    below: tuple[str, ...] = ()
    """Competencies that stay below their minimum."""


def mark(points: Decimal, share: Fraction) -> Decimal:
    """`points` x `share`, rounded half up to 0.01."""
    hundredths = Fraction(points) * share * 100
    return Decimal(floor(hundredths + Fraction(1, 2))).scaleb(-2)


def cut(percent: Decimal, most: Decimal) -> Decimal:
    """The least total that is `percent` of `most`: rounded up to 0.01."""
    return Decimal(ceil(Fraction(most) * Fraction(percent))).scaleb(-2)


def total_marks(
    marked: Iterable[Marked], percent: Decimal, minima: Sequence[tuple[str, Decimal]] = ()
) -> Totals:
    """Totals over the paper and per competency, and whether they pass."""
    rows = list(marked)
    sums: dict[str, Sum] = {}
    for row in rows:
        before = sums.get(row.competency, Sum(Decimal("0.00"), Decimal("0.00")))
        sums[row.competency] = Sum(before.mark + (row.mark or 0), before.most + row.points)
    total = sum((one.mark for one in sums.values()), Decimal("0.00"))
    most = sum((one.most for one in sums.values()), Decimal("0.00"))
    needed = cut(percent, most)
    below = tuple(
        name for name, least in minima if name in sums and sums[name].mark < cut(least, sums[name].most)
    )
    complete = all(row.mark is not None for row in rows)
    passed = (total >= needed and not below and most > 0) if complete else None
    return Totals(total, most, needed, passed, sums, below)
