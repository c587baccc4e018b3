"""Checks a value against the part of JSON Schema that the description of the API uses."""

import re
from datetime import datetime
from typing import Any

KNOWN = {
    "$ref", "additionalProperties", "anyOf", "description", "enum", "examples", "format", "items", "maxItems",
    "maxLength", "maximum", "minimum", "pattern", "properties", "required", "type",
}  # fmt: skip
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "number": (int, float), "null": type(None), "array": list,
    "object": dict,
}  # fmt: skip


def problems(schema: dict[str, Any], value: Any, named: dict[str, Any], where: str = "") -> list[str]:
    """What does not fit, with the place of it."""
    if unknown := set(schema) - KNOWN:
        raise AssertionError(f"a keyword that this check does not know: {unknown}")
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return problems(named[name], value, named, where)
    if "anyOf" in schema:
        tried = [problems(one, value, named, where) for one in schema["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return [f"{where}: {value!r} is no {kind}"]
    found = _plain(schema, value, where)
    if isinstance(value, list):
        for place, one in enumerate(value):
            found += problems(schema.get("items", {}), one, named, f"{where}[{place}]")
    if isinstance(value, dict):
        found += _object(schema, value, named, where)
    return found


def _plain(schema: dict[str, Any], value: Any, where: str) -> list[str]:
    fits = {
        "enum": lambda wanted: value in wanted,
        "pattern": lambda wanted: re.search(wanted, value),
        "maxLength": lambda wanted: len(value) <= wanted,
        "maxItems": lambda wanted: len(value) <= wanted,
        "minimum": lambda wanted: value >= wanted,
        "maximum": lambda wanted: value <= wanted,
        "format": lambda wanted: datetime.fromisoformat(value).tzinfo or wanted != "date-time",
    }
    return [
        f"{where}: {value!r} is not {n} {schema[n]}" for n in fits if n in schema and not fits[n](schema[n])
    ]


def _object(schema: dict[str, Any], value: dict[str, Any], named: dict[str, Any], where: str) -> list[str]:
    found = [f"{where}.{name} is missing" for name in schema.get("required", ()) if name not in value]
    own, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in own or isinstance(more, dict):
            found += problems(own.get(name, more), one, named, f"{where}.{name}")
        elif not more:
            found.append(f"{where}.{name} is not described")
    return found
