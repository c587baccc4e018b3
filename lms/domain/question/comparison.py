"""What of a question's data makes it another question: everything but ids and the spelling of its words."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.domain.question.form import FormField, FormParts, Rows
from lms.domain.question.protocol import Data
from lms.domain.text.typed import comparison_key


def comparable_data(form: FormParts, data: Data) -> Any:
    """Equal for canonical data that differ in ids, blanks, width of characters, or the marks of what is asked.

    `form` says which values are words and which stand for a row; a value it does not know is kept as it is.
    """
    specs = {part.name: part for part in form}
    named = _words_by_id(specs, data)
    return {name: _value(specs.get(name), value, named) for name, value in data.items()}


def _words_by_id(specs: Mapping[str, FormField | Rows], data: Data) -> dict[str, str]:
    """What each id stands for."""
    return {
        row["id"]: comparison_key(row[spec.ids_by])
        for spec in specs.values()
        if isinstance(spec, Rows) and spec.ids_by
        for row in data.get(spec.name, ())
    }


def _value(spec: FormField | Rows | None, value: Any, named: Mapping[str, str]) -> Any:
    if isinstance(spec, Rows):
        return [_row(spec, row, named) for row in value]
    if isinstance(value, list):
        return [_value(spec, inner, named) for inner in value]
    if isinstance(value, Mapping):
        return {name: _value(spec if name == "text" else None, inner, named) for name, inner in value.items()}
    if not isinstance(value, str):
        return value
    if spec is not None and spec.control == "place":
        return named.get(value, value)
    if spec is not None and spec.translated:
        # Marks count in what is accepted as an answer; in what is asked they are a matter of style.
        return comparison_key(value, keep_punctuation=spec.control == "answers" or not spec.required)
    return _number(value)


def _row(spec: Rows, row: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    specs = {part.name: part for part in spec.fields}
    kept = {name: value for name, value in row.items() if not (spec.ids_by and name == "id")}
    return {name: _value(specs.get(name), value, named) for name, value in kept.items()}


def _number(value: str) -> str | Decimal:
    """0.50 is 0.5; what is no number is itself."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number if number.is_finite() else value
