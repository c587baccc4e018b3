"""A table before it is a file, and the protocol of a table format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import BinaryIO, Literal, Protocol

from lms.domain.beijing import BEIJING
from lms.domain.problem import Text

_FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
)  # OWASP ASVS 5.0, 1.2.10

Cell = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it for programs, `name` for people; `width` is in characters of a sheet."""

    key: str
    name: Text
    kind: Literal["text", "number", "day", "time"] = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A title and columns; rows are passed one after another, so that millions fit into memory."""

    title: Text
    columns: Sequence[Column]


class TableFormat(Protocol):
    """A module of lms.formats.tables."""

    FORMAT: str
    """Its name for programs, and the suffix of its files."""
    NAME: Text
    """The label of its button."""
    ORDER: int
    """The position of its button; what most people want comes first."""
    MEDIA_TYPE: str

    def write(self, out: BinaryIO, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> int:
        """Write everything to `out` and return the number of rows. Memory does not grow with them."""


def display_text(cell: Cell) -> str:
    """Return a cell as people read it: Beijing time to the minute, numbers without trailing zeros."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(cell)


def utc_text(cell: datetime) -> str:
    """Return a time as programs read it: ISO 8601, UTC."""
    return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def escape_formula(text: str) -> str:
    """Put an apostrophe before what Excel might run as a formula, also after blanks or quotes."""
    return (
        f"'{text}"
        if text.lstrip(" \"'\ufeff").startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS)
        else text
    )
