"""JSON for programs: one array of objects with the keys of the columns, exact numbers as text."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from lms.domain.problem import Text
from lms.formats.table import Cell, Table, display_text, utc_text

FORMAT = "json"
NAME = Text("JSON", "JSON")
ORDER = 30
MEDIA_TYPE = "application/json"


def json_value(cell: Cell) -> str | int | None:
    """Return a cell as programs read it."""
    if isinstance(cell, datetime):
        return utc_text(cell)
    if isinstance(cell, Decimal):
        return display_text(cell)
    return cell if cell is None or isinstance(cell, str | int) else cell.isoformat()


def write(out: BinaryIO, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> int:
    """Implement TableFormat.write."""
    keys = [column.key for column in table.columns]
    count = 0
    out.write(b"[")
    for count, row in enumerate(rows, 1):
        out.write(b",\n" if count > 1 else b"\n")
        out.write(json.dumps(dict(zip(keys, map(json_value, row), strict=True)), ensure_ascii=False).encode())
    out.write(b"\n]\n")
    return count
