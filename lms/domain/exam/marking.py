"""From shares to marks, totals and pass or fail: exact, the same everywhere, rounded in one place only.

The rule: an item's mark is its points times its share, rounded half up to 0.01. A total is the sum
of rounded marks, so that the marks on the page add up. The cut score is its percentage of the maximum,
rounded up to 0.01: 60 per cent means no less than 60 per cent.
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
    """One position: its points and its mark, which is None until somebody has marked it."""

    competency: str
    points: Decimal
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """The marks earned, and the most that could be earned."""

    mark: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The result of a form. `passed` is None while a mark is missing."""

    total: Decimal
    most: Decimal
    cut: Decimal
    passed: bool | None
    competencies: Mapping[str, Sum]
    below: tuple[str, ...] = ()
    """Competencies below their minimum."""


def mark(points: Decimal, share: Fraction) -> Decimal:
    """Return `points` x `share`, rounded half up to 0.01."""
    hundredths = Fraction(points) * share * 100
    return Decimal(floor(hundredths + Fraction(1, 2))).scaleb(-2)


def cut(percent: Decimal, most: Decimal) -> Decimal:
    """Return the least total that is `percent` of `most`, rounded up to 0.01."""
    return Decimal(ceil(Fraction(most) * Fraction(percent))).scaleb(-2)


def total_marks(
    marked: Iterable[Marked], percent: Decimal, minima: Sequence[tuple[str, Decimal]] = ()
) -> Totals:
    """Return the totals over the form and per competency, and whether they pass."""
    rows = list(marked)
    sums: dict[str, Sum] = {}
    for row in rows:
        before = sums.get(row.competency, Sum(Decimal("0.00"), Decimal("0.00")))
        sums[row.competency] = Sum(before.mark + (row.mark or 0), before.most + row.points)
    total = sum((each.mark for each in sums.values()), Decimal("0.00"))
    most = sum((each.most for each in sums.values()), Decimal("0.00"))
    needed = cut(percent, most)
    below = tuple(
        name for name, least in minima if name in sums and sums[name].mark < cut(least, sums[name].most)
    )
    complete = all(row.mark is not None for row in rows)
    passed = (total >= needed and not below and most > 0) if complete else None
    return Totals(total, most, needed, passed, sums, below)
