"""Read the fields of a plan: texts in both languages, whole numbers, percentages, lists.

Each function adds a problem to `fields` if the value is wrong, and then returns a harmless one.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.domain.exam import messages
from lms.domain.fields import Fields, missing
from lms.domain.problem import Text


def both_languages(fields: Fields, name: str) -> Text:
    """Return the text; its English may be left out."""
    table = fields.data.get(name) if fields.has(name) else {}
    inner = Fields(table, ("zh", "en"), fields.path(name), fields.problems)
    return Text(inner.text("zh"), inner.text("en", required=False))


def whole_number(fields: Fields, name: str, least: int, most: int, default: int | None = None) -> int:
    value = fields.data.get(name)
    if value is None and default is not None:
        return default
    if value is None:
        fields.problems.append(missing(fields.path(name)))
    elif isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    else:
        fields.add_problem(name, *messages.not_a_whole_number(least, most))
    return least


def percent(fields: Fields, name: str) -> Decimal:
    value = fields.number(name, least=Decimal(0))
    if value > 100 or -int(value.as_tuple().exponent) > 2:
        fields.add_problem(name, *messages.NOT_A_PERCENTAGE)
    return value


def minima(fields: Fields) -> tuple[tuple[str, Decimal], ...]:
    if not fields.has("minima"):
        return ()
    table = fields.data.get("minima")
    known = tuple(str(name) for name in table) if isinstance(table, Mapping) else ()
    inner = Fields(table, known, fields.path("minima"), fields.problems)
    return tuple((name, percent(inner, name)) for name in sorted(inner.data))


def optional_points(fields: Fields) -> Decimal | None:
    return fields.points("points") if fields.has("points") else None


def list_of(fields: Fields, name: str, type_: type) -> Sequence[Any]:
    value = fields.data.get(name)
    if value is None:
        return ()
    if isinstance(value, list | tuple) and value and all(type(entry) is type_ for entry in value):
        return value
    fields.add_problem(name, *messages.empty_list("[1, 2]" if type_ is int else '["…"]'))
    return ()
