"""Accepted answers of a question, each with its share of the mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lms.domain.fields import Fields
from lms.domain.question import messages
from lms.domain.text.marks import share_text
from lms.domain.text.numbers import decimal_text, read_number
from lms.domain.text.typed import comparison_key


@dataclass(frozen=True, slots=True)
class Answer:
    """A text that earns `fraction` of the mark."""

    text: str
    fraction: Fraction = Fraction(1)


def read_answers(fields: Fields) -> tuple[Answer, ...]:
    """Return the `answers` of a table, texts or {text, fraction}; the best must earn the full mark."""
    rows = fields.rows("answers", ("text", "fraction"), short="text", least=1, most=100)
    answers = tuple(Answer(row.text("text"), row.share("fraction", Fraction(1))) for row in rows)
    require_full_mark(fields, "answers", [answer.fraction for answer in answers])
    return answers


def require_full_mark(fields: Fields, name: str, shares: list[Fraction]) -> None:
    """Add a problem if none of the answers of the list `name` earns the full mark."""
    if shares and max(shares) != 1:
        fields.add_problem(name, *messages.NO_FULL_MARK)


def dump_answers(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Return the canonical list, which `read_answers` reads."""
    return [
        {"text": a.text} if a.fraction == 1 else {"text": a.text, "fraction": share_text(a.fraction)}
        for a in answers
    ]


def best_share(answers: Iterable[Answer], given: str, *, keep_punctuation: bool = False) -> Fraction:
    """Return the highest share of the answers that `given` matches, 0 if it matches none."""
    key = comparison_key(given, keep_punctuation=keep_punctuation)
    return max(
        (a.fraction for a in answers if _matches(given, key, *_answer_keys(a.text, keep_punctuation))),
        default=Fraction(0),
    )


def same_answer(given: str, wanted: str, keep_punctuation: bool = False) -> bool:
    """Return whether the two are the same answer.

    If `wanted` is a number in digits, any notation of the number matches it: 一百一十九 for 119.
    """
    key = comparison_key(given, keep_punctuation=keep_punctuation)
    return _matches(given, key, *_answer_keys(wanted, keep_punctuation))


def _matches(given: str, key: str, wanted: str, number: Decimal | None) -> bool:
    return (bool(key) and key == wanted) or (number is not None and read_number(given) == number)


@lru_cache(maxsize=2000)
def _answer_keys(text: str, keep_punctuation: bool) -> tuple[str, Decimal | None]:
    """Return the comparison key of an author's answer, and its number if it is written in plain digits."""
    number = read_number(text)
    # 010 and 5% are not plain digits: their notation is part of the answer.
    plain = number is not None and decimal_text(number) == text
    return comparison_key(text, keep_punctuation=keep_punctuation), number if plain else None
