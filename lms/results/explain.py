"""How a mark came about, in words: the parts of a score named as the candidate saw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text

_RULES = {
    "all_or_nothing": Text("未全对，按规则不得分", "Not all right: the rule gives nothing"),
    "wrong_choice": Text("有错选，按规则不得分", "A wrong choice: the rule gives nothing"),
    "limit": Text("按上下限调整", "Held between nothing and the full mark"),
}
"""What took back or added, of any kind: see Part."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was judged, and what it added or took away, in marks (exact)."""

    what: Text
    share: Fraction
    points: Fraction

    @property
    def marks(self) -> str:
        """The marks as people write them: 2.5, or 2/3 where no decimal is exact."""
        decimal = Decimal(self.points.numerator) / Decimal(self.points.denominator)
        return f"{decimal.normalize():f}" if Fraction(decimal) == self.points else str(self.points)


def steps(parts: Sequence[Mapping[str, Any]], points: Decimal, names: Mapping[str, Text]) -> list[Step]:
    """The parts of a mark; `names` says what its kind calls them on the paper that was shown."""
    shares = [(str(part["what"]), Fraction(part["fraction"])) for part in parts]
    known = _RULES | dict(names)
    return [
        Step(known.get(what, Text(what, what)), share, share * Fraction(points)) for what, share in shares
    ]
