"""JSON Schema of API bodies and answers, made from the types that our own code reads and writes."""

from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    TypedDict,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

REFERENCE = "#/components/schemas/"
TYPES: dict[Any, str] = {str: "string", int: "integer", bool: "boolean", float: "number", NoneType: "null"}


class Note:
    """A description and keywords of JSON Schema beside a type, as `Annotated[int, Note(…)]`."""

    def __init__(self, description: str = "", **keywords: Any) -> None:
        self.keywords = ({"description": description} if description else {}) | keywords


EXTENSIBLE = Note(additionalProperties=True)
"""An object that may have further fields, depending on the kind of question."""


class InBothLanguages(TypedDict):
    """The same words in Chinese and in English; people may have written them in Chinese alone."""

    zh: str
    en: NotRequired[str]


Time = Annotated[str, Note("ISO 8601 in UTC", format="date-time", examples=["2026-11-23T01:00:00.000Z"])]
Exact = Annotated[str, Note("An exact number", pattern=r"^-?\d+(\.\d+)?$", examples=["2.50"])]


def schema(of: Any, named: dict[str, type]) -> dict[str, Any]:
    """Return the schema of a type. A TypedDict is referred to by name, and added to `named`."""
    if of is Any:
        return {}
    if is_typeddict(of):
        if named.setdefault(of.__name__, of) is not of:
            raise TypeError(f"two types are named {of.__name__}")
        return {"$ref": REFERENCE + of.__name__}
    origin, inner = get_origin(of), get_args(of)
    if origin is Annotated:
        return _annotated(inner[0], inner[1:], named)
    if origin is NotRequired:
        return schema(inner[0], named)
    if origin in (Union, UnionType):
        return {"anyOf": [schema(member, named) for member in inner]}
    if origin is list:
        return {"type": "array", "items": schema(inner[0], named)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema(inner[1], named)}
    return {"type": TYPES[of]}


def _annotated(of: Any, notes: tuple[Any, ...], named: dict[str, type]) -> dict[str, Any]:
    annotated = object_schema(of, named) if EXTENSIBLE in notes else schema(of, named)
    for note in notes:
        annotated |= note.keywords
    return annotated


def object_schema(of: Any, named: dict[str, type]) -> dict[str, Any]:
    """Return the schema of a TypedDict itself; further fields are refused."""
    hints = get_type_hints(of, include_extras=True)
    result: dict[str, Any] = {
        "type": "object",
        "properties": {name: schema(hint, named) for name, hint in hints.items()},
        "additionalProperties": False,
    }
    if required := [name for name in hints if name in of.__required_keys__]:
        result["required"] = required
    if of.__doc__ and not of.__doc__.startswith("dict("):
        result["description"] = " ".join(of.__doc__.split())
    return result


def components(named: dict[str, type]) -> dict[str, Any]:
    """Return the schemas of all named types, and of the types that they refer to."""
    schemas: dict[str, Any] = {}
    while missing := [name for name in named if name not in schemas]:
        for name in missing:
            schemas[name] = object_schema(named[name], named)
    return dict(sorted(schemas.items()))


def fields_of(of: Any) -> dict[str, type | tuple[type, ...]]:
    """Return the fields of a TypedDict with the types that json.loads returns: a list is a `list`."""
    return {name: _json_type(hint) for name, hint in get_type_hints(of).items()}


def _json_type(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return tuple(_json_type(member) for member in get_args(hint))
    if hint is Any:
        return object
    return dict if is_typeddict(hint) else origin or hint
