"""Parse {#…}: numbers, ranges and tolerances.

What is not a number is refused; Moodle would accept every answer.
"""

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.gift import messages
from lms.formats.gift.answers import split_answers, split_feedback
from lms.formats.gift.blocks import restored, text_and_format
from lms.formats.gift.parsed import Parsed
from lms.formats.gift.shares import require_full_mark, split_share
from lms.formats.gift.span import Span, refusal
from lms.formats.markup.moodle_text import option_of

_LONGEST = 60
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)


def parse_numeric(answer: Span, text_format: str) -> Parsed:
    """Parse {#5}, {#5:0.1}, {#4.9..5.1}, {#=5:0 =%50%5:1 ~#feedback if wrong}."""
    given, wrong, after_wrong = answer.part(1).text.partition("~")
    rows: list[dict[str, str]] = []
    feedbacks: list[dict[str, Any]] = []
    for piece in split_answers(Span(given, answer.line)):
        share, unweighted = split_share(piece)
        body, feedback = split_feedback(unweighted, text_format)
        text = restored(body.text).strip()
        share = Fraction(1) if share is None else share
        if text == "*" and share <= 0:
            feedbacks += [{"answer": "*", "feedback": feedback}] if feedback else []
            continue
        number, tolerance = _interval(body.strip())
        row = {"number": decimal_text(number), "tolerance": decimal_text(tolerance)}
        rows.append(row if share == 1 else row | {"fraction": str(max(share, Fraction(0)))})
        feedbacks += [{"answer": row["number"], "feedback": feedback}] if feedback else []
    if not rows:
        raise refusal(answer.line, messages.NUMBER_MISSING)
    require_full_mark(rows, answer.line)
    if wrong:
        after_hash = Span(after_wrong.partition("#")[2], answer.line)
        feedbacks.append({"answer": "*", "feedback": option_of(*text_and_format(after_hash, text_format))})
    return Parsed("numeric", {"answers": rows}, {"answer_feedback": feedbacks} if feedbacks else {})


def _interval(answer: Span) -> tuple[Decimal, Decimal]:
    """Return the middle, and the margin to either side. Raise Unusable if it is no number."""
    text = restored(answer.text)
    if text.find("..") > 0:
        least, _, most = text.partition("..")
        low, high = _number(least, answer), _number(most, answer)
        if low > high:
            raise refusal(answer.line, messages.range_reversed(text))
        with localcontext() as exact:
            exact.prec = 200
            middle = (low + high) / 2
            return middle, high - middle
    if text.find(":") > 0:
        value, _, tolerance = text.partition(":")
        margin = _number(tolerance, answer)
        if margin < 0:
            raise refusal(answer.line, messages.NEGATIVE_TOLERANCE)
        return _number(value, answer), margin
    return _number(text, answer), Decimal(0)


def _number(text: str, answer: Span) -> Decimal:
    plain = text.strip()
    value = read_number(plain) if len(plain) <= _LONGEST and _NUMBER.fullmatch(plain) else None
    if value is None:
        raise refusal(answer.line, messages.not_a_number(plain or answer.text))
    return value
