"""Reads the points of a marker's form."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation


def points(given: Sequence[str]) -> list[Decimal]:
    """The numbers that were typed; what is none becomes NaN, which no rubric allows."""
    return [_number(text) for text in given]


def _number(text: str) -> Decimal:
    plain = text.strip().replace("．", ".")
    try:
        return Decimal(plain) if plain.isascii() and len(plain) <= 12 else Decimal("NaN")
    except InvalidOperation:
        return Decimal("NaN")
