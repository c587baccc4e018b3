"""What a table is before it is a file, and what every table format can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import BinaryIO, Literal, Protocol

from lms.domain.beijing import BEIJING
from lms.domain.problem import Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # OWASP ASVS 5.0, 1.2.10

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
    """A title and columns; rows come separately, one after another, so that millions fit."""

    title: Text
    columns: Sequence[Column]


class TableFormat(Protocol):
    """Each module of lms.formats.tables is one."""

    FORMAT: str
    """Its name for programs, and the ending of its files."""
    NAME: Text
    """What its button calls it."""
    ORDER: int
    """Of its button among the others; what most people want comes first."""
    MEDIA_TYPE: str

    def write(self, out: BinaryIO, table: Table, rows: Iterable[Sequence[Cell]], language: str) -> int:
        """Write everything to `out`; returns the number of rows. Memory does not grow with them."""


def display_text(cell: Cell) -> str:
    """A cell as people read it: times in Beijing to the minute, numbers without idle zeros."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(cell)


def utc_text(cell: datetime) -> str:
    """A time as programs read it: ISO 8601, UTC."""
    return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def escape_formula(text: str) -> str:
    """An apostrophe before whatever Excel might take for a formula, also behind blanks or quotes."""
    return f"'{text}" if text.lstrip(" \"'\ufeff").startswith(_FORMULA) or text.startswith(_FORMULA) else text
