"""Read JSON bodies; unknown fields are refused, so that nobody can set a field that is not offered."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from lms.web import messages


def read_json(
    allowed: Mapping[str, type | tuple[type, ...]], required: tuple[str, ...] = (), most: int = 2_000_000
) -> dict[str, Any]:
    """Return the JSON object of this request, of at most `most` bytes. Raise Refused (400) unless it has these fields."""
    data = _parse(most)
    if not isinstance(data, dict):
        raise messages.body_malformed("", messages.BODY_NOT_AN_OBJECT)
    if unknown := sorted(set(data) - set(allowed)):
        raise messages.unknown_fields(unknown, allowed)
    for name in required:
        if name not in data:
            raise messages.field_missing(name)
    for name, value in data.items():
        types = allowed[name]
        bool_for_int = isinstance(value, bool) and types is int
        if not isinstance(value, types) or bool_for_int:
            raise messages.field_of_wrong_type(name)
    return data


def _parse(most: int) -> Any:
    """Return the parsed body, {} for an empty one. NaN and infinities are not JSON, although Python reads them."""
    raw = request.get_data()
    if len(raw) > most:
        raise RequestEntityTooLarge
    if not raw:
        return {}
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise messages.body_malformed("", messages.BODY_NOT_JSON) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
