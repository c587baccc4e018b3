"""Compare the data of questions: what counts is everything but ids and the spelling of texts."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.domain.question.form import FormField, FormParts, Rows
from lms.domain.question.protocol import Data
from lms.domain.text.typed import comparison_key


def comparable_data(form: FormParts, data: Data) -> Any:
    """Return a value that is equal for the same question.

    Ids, white space and the width of characters do not count, nor does punctuation in what is asked. `form`
    tells which values are texts and which refer to a row; values that it does not list count as they are.
    """
    specs = {part.name: part for part in form}
    text_of = _text_by_id(specs, data)
    return {name: _value(specs.get(name), value, text_of) for name, value in data.items()}


def _text_by_id(specs: Mapping[str, FormField | Rows], data: Data) -> dict[str, str]:
    """Return the text that each id belongs to."""
    return {
        row["id"]: comparison_key(row[spec.ids_by])
        for spec in specs.values()
        if isinstance(spec, Rows) and spec.ids_by
        for row in data.get(spec.name, ())
    }


def _value(spec: FormField | Rows | None, value: Any, text_of: Mapping[str, str]) -> Any:
    if isinstance(spec, Rows):
        return [_row(spec, row, text_of) for row in value]
    if isinstance(value, list):
        return [_value(spec, inner, text_of) for inner in value]
    if isinstance(value, Mapping):
        return {
            name: _value(spec if name == "text" else None, inner, text_of) for name, inner in value.items()
        }
    if not isinstance(value, str):
        return value
    if spec is not None and spec.control == "place":
        return text_of.get(value, value)
    if spec is not None and spec.translated:
        # Punctuation counts in accepted answers; in what is asked it is a matter of style.
        return comparison_key(value, keep_punctuation=spec.control == "answers" or not spec.required)
    return _number(value)


def _row(spec: Rows, row: Mapping[str, Any], text_of: Mapping[str, str]) -> dict[str, Any]:
    specs = {part.name: part for part in spec.fields}
    compared = {name: value for name, value in row.items() if not (spec.ids_by and name == "id")}
    return {name: _value(specs.get(name), value, text_of) for name, value in compared.items()}


def _number(value: str) -> str | Decimal:
    """Return a number as Decimal, so that 0.50 equals 0.5, and any other text unchanged."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number if number.is_finite() else value
