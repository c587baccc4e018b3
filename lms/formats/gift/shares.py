"""Read the percentage before an answer as an exact share of the mark."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from lms.domain.problem import Problem
from lms.formats.gift import messages
from lms.formats.gift.span import Span, notice, refusal

_SHARE = re.compile(r"%(-*)([0-9]{1,2}\.?[0-9]*)%")
_MISWRITTEN_SHARE = re.compile(r"[%％]\s*[-+－＋]*\s*[\d０-９.,．，]+\s*[%％]")
_NEAR = Fraction(1, 10_000)
_MAX_DENOMINATOR = 12
_ROUGHLY = Fraction(1, 50)


@lru_cache(512)
def _share_of(percent: str) -> Fraction:
    share = Fraction(percent.rstrip(".")) / 100
    near = share.limit_denominator(_MAX_DENOMINATOR)
    return near if abs(near - share) < _NEAR else share


def split_share(answer: Span) -> tuple[Fraction | None, Span]:
    """Return the share before an answer, None if there is no percentage, and the answer after it.

    33.33333 is a third: Moodle writes five places, and three of them must make the full mark.
    Raise Unusable if the percentage is wrong.
    """
    match = _SHARE.match(answer.text)
    if match is None:
        if answer.text[:1] in ("%", "％") and _MISWRITTEN_SHARE.match(answer.text):
            raise refusal(answer.line, messages.MISWRITTEN_SHARE)
        return None, answer
    whole, minus, percent = match[0], match[1], match[2]
    if len(minus) > 1 or len(percent) > 12:
        raise refusal(answer.line, messages.share_not_a_number(whole))
    share = _share_of(percent)
    if share > 1:
        raise refusal(answer.line, messages.share_above_full_mark(whole))
    return -share if minus else share, answer.part(match.end())


def require_full_mark(rows: Sequence[Mapping[str, str]], line: int) -> None:
    """Raise Unusable if no answer earns the full mark; a row without a fraction does."""
    if all("fraction" in row and row["fraction"] != "1" for row in rows):
        raise refusal(line, messages.NO_FULL_MARK)


def equalised(shares: list[Fraction], line: int) -> tuple[list[Fraction], Problem | None]:
    """Make equal shares that nearly sum to the full mark (three of 33%) exact parts of it, with a notice."""
    positive = [share for share in shares if share > 0]
    total = sum(positive, Fraction(0))
    if not positive or total >= 1 or len(set(positive)) > 1 or 1 - total > _ROUGHLY:
        return shares, None
    each = Fraction(1, len(positive))
    equal = [each if share > 0 else share for share in shares]
    return equal, notice(line, messages.shares_equalised(total, each))
