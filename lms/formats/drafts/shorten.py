"""Shorten stored questions to what an author would have written, with the same meaning."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lms.domain.question.protocol import Data
from lms.questions import kinds

Table = dict[str, Any]
_OMITTED = {"fraction": "1"}
"""What a key means that a translation omits though the original has it; otherwise the empty text."""


def shorten(kind: str, data: Data) -> Table:
    """Return `data` (as the kind dumps it) without what loading adds: ids, defaults, tables of one text.

    No kind is treated specially: each step is kept only if the kind still loads the same.
    """
    own = kinds()[kind]

    def is_same() -> bool:
        body = own.load(table)
        return not isinstance(body, list) and own.dump(body) == data

    table = deepcopy(dict(data))
    _try(table, _with_texts_for_ids(table), is_same)
    for inner in [*_tables(table), table]:
        for name in list(inner):
            _try(inner, {n: value for n, value in inner.items() if n != name}, is_same)
    for inner in [*_tables(table), table]:
        for name, value in list(inner.items()):
            if isinstance(value, list) and value and all(map(_is_one_text, value)):
                _try(inner, inner | {name: [text for row in value for text in row.values()]}, is_same)
    return table


def _try(table: Table, changed: Table, is_valid: Callable[[], bool]) -> None:
    """Replace the content of the table; undo that unless `is_valid`."""
    before = dict(table)
    table.clear()
    table.update(changed)
    if not is_valid():
        table.clear()
        table.update(before)


def _tables(table: Table) -> Iterator[Table]:
    """Yield every table in lists of this one, the innermost first."""
    for value in table.values():
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict):
                yield from _tables(row)
                yield row


def _is_one_text(row: Any) -> bool:
    return isinstance(row, dict) and len(row) == 1 and isinstance(next(iter(row.values())), str)


def _with_texts_for_ids(table: Table) -> Table:
    """Return the table with references to entries by their text instead of their id."""
    texts = {
        row["id"]: row["text"]
        for value in table.values()
        for row in (value if isinstance(value, list) else ())
        if isinstance(row, dict) and row.keys() >= {"id", "text"}
    }

    def with_texts(row: Any) -> Any:
        if not isinstance(row, Mapping) or "id" in row:
            return row
        return {name: texts.get(v, v) if isinstance(v, str) else v for name, v in row.items()}

    return {n: [with_texts(row) for row in v] if isinstance(v, list) else v for n, v in table.items()}


def changed_words(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the least that lms.domain.question.protocol.translate must merge into `old` to get `new`."""
    changes: dict[str, Any] = {}
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            changes[name] = _OMITTED.get(name, "")
        elif name not in old or new[name] != old[name]:
            changes[name] = _changed(old.get(name), new[name])
    return changes


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
