"""The shortest tables that are read as the same question: what an author would have written."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lms.domain.question.protocol import Data
from lms.questions import get_kind

Table = dict[str, Any]
_LEFT_OUT = {"fraction": "1"}
"""What a key means that a translation leaves out though the original has it; else the empty text."""


def shorten(kind: str, data: Data) -> Table:
    """`data` (as the kind dumps it) without what reading adds by itself: ids, defaults, tables of one text.

    Nothing here knows any kind: each step is kept only if the kind still reads the same.
    """
    own = get_kind(kind)

    def same() -> bool:
        body = own.load(table)
        return not isinstance(body, list) and own.dump(body) == data

    table = deepcopy(dict(data))
    _try(table, _named_by_words(table), same)
    for inner in [*_tables(table), table]:
        for name in list(inner):
            _try(inner, {n: value for n, value in inner.items() if n != name}, same)
    for inner in [*_tables(table), table]:
        for name, value in list(inner.items()):
            if isinstance(value, list) and value and all(map(_is_one_text, value)):
                _try(inner, inner | {name: [text for row in value for text in row.values()]}, same)
    return table


def _try(table: Table, changed: Table, holds: Callable[[], bool]) -> None:
    """Make the table say `changed`; take that back unless it `holds`."""
    before = dict(table)
    table.clear()
    table.update(changed)
    if not holds():
        table.clear()
        table.update(before)


def _tables(table: Table) -> Iterator[Table]:
    """Every table in lists of this one, the innermost first."""
    for value in table.values():
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict):
                yield from _tables(row)
                yield row


def _is_one_text(row: Any) -> bool:
    return isinstance(row, dict) and len(row) == 1 and isinstance(next(iter(row.values())), str)


def _named_by_words(table: Table) -> Table:
    """The table with entries named by their text where they were named by their id."""
    words = {
        row["id"]: row["text"]
        for value in table.values()
        for row in (value if isinstance(value, list) else ())
        if isinstance(row, dict) and row.keys() >= {"id", "text"}
    }

    def named(row: Any) -> Any:
        if not isinstance(row, Mapping) or "id" in row:
            return row
        return {name: words.get(v, v) if isinstance(v, str) else v for name, v in row.items()}

    return {n: [named(row) for row in v] if isinstance(v, list) else v for n, v in table.items()}


def changed_words(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The least that turns the table `old` into `new` when lms.domain.question.protocol.translate merges it in."""
    out: dict[str, Any] = {}
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            out[name] = _LEFT_OUT.get(name, "")
        elif name not in old or new[name] != old[name]:
            out[name] = _changed(old.get(name), new[name])
    return out


def _changed(old: Any, new: Any) -> Any:
    if not isinstance(new, list):
        return new
    if not isinstance(old, list) or len(old) != len(new):
        return [_text_or_table(row) for row in new]
    if not all(isinstance(row, Mapping) for row in [*old, *new]):
        return new
    rows = [changed_words(a, b) for a, b in zip(old, new, strict=True)]
    if all(row.keys() <= {"text"} and "text" in a for row, a in zip(rows, old, strict=True)):
        return [row["text"] for row in new]
    return rows


def _text_or_table(row: Any) -> Any:
    return row["text"] if isinstance(row, Mapping) and row.keys() == {"text"} else row
