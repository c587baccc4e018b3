"""Column types: aware UTC times, exact hundredths, places as values."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator

from lms.domain.place import Place, named
from lms.domain.place_record import place_from_json, place_to_json

BigId = BigInteger().with_variant(Integer, "sqlite")
"""An autoincrementing key; SQLite increments only INTEGER PRIMARY KEY by itself."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC. A naive one is refused, because it is ambiguous."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlaceText(TypeDecorator[Place]):
    """A place as JSON in a text of limited length; names in it are shortened until it fits."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.most = length

    def process_bind_param(self, value: Place | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        tried = (
            json.dumps(place_to_json(value, longest), ensure_ascii=False) for longest in (80, 40, 20, 10, 0)
        )
        return next(text for text in tried if len(text) <= self.most)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Place | None:
        if value is None:
            return None
        try:
            return place_from_json(json.loads(value))
        except ValueError:
            return named(value)  # words, as they were kept before places were values


class Hundredths(TypeDecorator[Decimal]):
    """Marks, points and hours: a Decimal with two places, stored as whole hundredths.

    Sums and comparisons in SQL are exact on every engine. More than two places are refused
    rather than rounded: rounding belongs to the domain.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * 100
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than two places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)
