"""CSV for Excel: UTF-8 with a byte order mark, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from lms.domain.problem import Text
from lms.formats.table import Cell, Table, display_text, escape_formula

FORMAT = "csv"
NAME = Text("CSV", "CSV")
ORDER = 20
MEDIA_TYPE = "text/csv; charset=utf-8"


def write(out: BinaryIO, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> int:
    """Implement TableFormat.write. Texts that look like formulas are escaped; numbers and times are not."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([escape_formula(column.name.in_(language)) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    count = 0
    for row in rows:
        writer.writerow(
            [
                escape_formula(display_text(cell)) if kind == "text" else display_text(cell)
                for kind, cell in zip(kinds, row, strict=True)
            ]
        )
        count += 1
    text.flush()
    text.detach()
    return count
