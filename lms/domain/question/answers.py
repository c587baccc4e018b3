"""Texts that count as an answer, each with its share of the mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Text
from lms.domain.text.marks import share_text
from lms.domain.text.numbers import decimal_text, read_number
from lms.domain.text.typed import comparison_key


@dataclass(frozen=True, slots=True)
class Answer:
    """A text that earns `fraction` of the mark."""

    text: str
    fraction: Fraction = Fraction(1)


def read_answers(fields: Fields) -> tuple[Answer, ...]:
    """The `answers` of a table: texts, or {text, fraction}; the best of them earns the full mark."""
    rows = fields.rows("answers", ("text", "fraction"), short="text", least=1, most=100)
    answers = tuple(Answer(row.text("text"), row.share("fraction", Fraction(1))) for row in rows)
    require_full_mark(fields, "answers", [answer.fraction for answer in answers])
    return answers


def require_full_mark(fields: Fields, name: str, shares: list[Fraction]) -> None:
    """Notes a list of answers of which none earns the full mark."""
    if shares and max(shares) != 1:
        what = Text("没有一个答案得满分", "has no answer that earns the full mark")
        fields.add_problem(
            name,
            what,
            Text('请让至少一个答案的 fraction 为 "1"', 'Give at least one answer the fraction "1"'),
        )


def dump_answers(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    return [
        {"text": a.text} if a.fraction == 1 else {"text": a.text, "fraction": share_text(a.fraction)}
        for a in answers
    ]


def best_share(answers: Iterable[Answer], given: str, *, keep_punctuation: bool = False) -> Fraction:
    """The highest share among the answers that `given` matches; 0 if none."""
    key = comparison_key(given, keep_punctuation=keep_punctuation)
    return max(
        (a.fraction for a in answers if _matches(given, key, *_answer_keys(a.text, keep_punctuation))),
        default=Fraction(0),
    )


def same_answer(given: str, wanted: str, keep_punctuation: bool = False) -> bool:
    """Whether `given` says what `wanted` says.

    Where `wanted` is written in digits, the same number in any other writing counts: 一百一十九 for 119.
    """
    key = comparison_key(given, keep_punctuation=keep_punctuation)
    return _matches(given, key, *_answer_keys(wanted, keep_punctuation))


def _matches(given: str, key: str, wanted: str, number: Decimal | None) -> bool:
    return (bool(key) and key == wanted) or (number is not None and read_number(given) == number)


@lru_cache(maxsize=2000)
def _answer_keys(text: str, keep_punctuation: bool) -> tuple[str, Decimal | None]:
    """What an answer of an author is compared by: its key, and the number if it is a plain one."""
    number = read_number(text)
    # 010 and 5% are not plain numbers: there the writing is part of the answer.
    plain = number is not None and decimal_text(number) == text
    return comparison_key(text, keep_punctuation=keep_punctuation), number if plain else None
