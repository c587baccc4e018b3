"""Explains a mark: the parts of a score, named as the candidate saw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text

_RULES = {
    "all_or_nothing": Text("未全对，按规则不得分", "Not all correct: no marks by the rule"),
    "wrong_choice": Text("有错选，按规则不得分", "A wrong choice: no marks by the rule"),
    "limit": Text("按上下限调整", "Limited to between 0 and the full mark"),
}
"""Parts that questions of any kind may have: see Part."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was scored, and what it added or took away, in marks (exact)."""

    what: Text
    share: Fraction
    points: Fraction

    @property
    def marks(self) -> str:
        """Return the marks as people write them: 2.5, or 2/3 where no decimal is exact."""
        decimal = Decimal(self.points.numerator) / Decimal(self.points.denominator)
        return f"{decimal.normalize():f}" if Fraction(decimal) == self.points else str(self.points)


def steps(parts: Sequence[Mapping[str, Any]], points: Decimal, names: Mapping[str, Text]) -> list[Step]:
    """Return the parts of a mark; `names` are the words of its kind for them, on the form that was shown."""
    shares = [(str(part["what"]), Fraction(part["fraction"])) for part in parts]
    texts = _RULES | dict(names)
    return [
        Step(texts.get(what, Text(what, what)), share, share * Fraction(points)) for what, share in shares
    ]
