"""The shortest table that a kind reads as the same body: what an author would have written."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lms.domain.question import Data
from lms.questions import kind as kind_of

Table = dict[str, Any]


def shorten(kind: str, data: Data) -> Table:
    """`data` (as the kind dumps it) without what reading adds by itself: ids, defaults, tables of one text.

    Nothing here knows any kind: each step is kept only if the kind still reads the same.
    """
    own = kind_of(kind)

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
