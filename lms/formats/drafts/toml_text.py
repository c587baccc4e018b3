"""Write TOML as an author would: readable texts, one row of a list to a line."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from unicodedata import category

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters written as \\uXXXX, so that readers can see them."""


def pair(name: str, value: Any) -> str:
    """Return `name = value`, over several lines where that reads better."""
    return f"{_key(name)} = {_block(value)}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _block(value: Any) -> str:
    if isinstance(value, str) and "\n" in value:
        lines = _escaped(value, keep="\n\t").replace('"""', '""\\"')
        return f'"""\n{lines[:-1]}\\""""' if lines.endswith('"') else f'"""\n{lines}"""'
    if isinstance(value, list | tuple) and _is_long(value):
        rows = "".join(f"  {inline(row)},\n" for row in value)
        return f"[\n{rows}]"
    return inline(value)


def _is_long(rows: Sequence[Any]) -> bool:
    return any(isinstance(row, Mapping) for row in rows) or sum(len(str(row)) for row in rows) > 60


def inline(value: Any) -> str:
    """Return the value on one line; raise ValueError for what TOML has no form for (None, exact numbers)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)} = {inline(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    raise ValueError(f"TOML has no {type(value).__name__}")


def _string(text: str) -> str:
    return '"' + _escaped(text).replace('"', '\\"') + '"'


def _escaped(text: str, keep: str = "\t") -> str:
    return "".join(_escape(char, keep) for char in text)


def _escape(char: str, keep: str) -> str:
    if char == "\\":
        return "\\\\"
    if char in keep or category(char) not in _INVISIBLE:
        return char
    if char == "\n":
        return "\\n"
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
