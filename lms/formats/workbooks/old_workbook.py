"""Read .xls of Excel 5 to 2003 cell by cell: neither a stray cell far away nor a hostile file costs memory."""

import struct
from dataclasses import dataclass, field

from lms.domain.problem import Problem, Text
from lms.formats.containers.compound_file import CompoundFile, is_compound
from lms.formats.containers.macros import macro_problem
from lms.formats.workbooks import messages
from lms.formats.workbooks.biff import (
    CONTINUE,
    byte_text,
    packed_number,
    records,
    rich_bytes,
    rich_text,
    shared_strings,
    unicode_text,
)
from lms.formats.workbooks.cell_text import format_code, number_text
from lms.formats.workbooks.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet

_LARGEST = 30_000_000
_BOOK, _ENCRYPTED, _BOUND, _STRINGS, _FONT, _FORMAT, _STYLE, _DATES, _CODE_PAGE = (
    0x0809, 0x002F, 0x0085, 0x00FC, 0x0031, 0x041E, 0x00E0, 0x0022, 0x0042,
)  # fmt: skip
_SHARED, _LABEL, _RICH, _NUMBER, _PACKED, _ROW_OF_PACKED, _LOGICAL, _FORMULA, _RESULT, _MERGED = (
    0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006, 0x0207, 0x00E5,
)  # fmt: skip


@dataclass(slots=True)
class _Book:
    """What all sheets share, from the first substream."""

    old: bool = False
    """Whether it is of Excel 5 or 95: texts are bytes of a code page."""
    encrypted: bool = False
    encoding: str = "gb18030"
    from_1904: bool = False
    strings: list[str] = field(default_factory=list)
    fonts: list[int] = field(default_factory=list)
    """1 for superscript, 2 for subscript."""
    own_formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int, bool]] = field(default_factory=list)
    """Name, position in the stream, and whether it is hidden."""

    def text(self, raw: bytes, length_size: int = 2) -> str:
        return byte_text(raw, self.encoding, length_size) if self.old else unicode_text(raw, length_size)

    def rich(self, raw: bytes) -> str:
        """Read a text in several fonts."""
        return rich_bytes(raw, self.encoding, self.fonts) if self.old else rich_text(raw, self.fonts)

    def number(self, value: float, style: int) -> str:
        code = format_code(self.styles[style], self.own_formats) if style < len(self.styles) else ""
        return number_text(value, code, from_1904=self.from_1904)


def is_old_workbook(data: bytes) -> bool:
    """Return whether it is a compound file with a workbook, or with something encrypted, in it."""
    return bool(_stream_names(data) & {"Workbook", "Book", "EncryptedPackage"})


def _stream_names(data: bytes) -> set[str]:
    try:
        return set(CompoundFile(data).names) if is_compound(data) else set()
    except (ValueError, struct.error):
        return set()


def read_old_workbook(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Return its sheets in order, and what could not be read."""
    if len(data) > _LARGEST:
        return [], [messages.TOO_LARGE]
    names = _stream_names(data)
    if "EncryptedPackage" in names:
        return [], [messages.ENCRYPTED]
    if (macros := macro_problem(names)) is not None:
        return [], [macros]
    name = next((name for name in ("Workbook", "Book") if name in names), "")
    if not name:
        return [], [messages.NO_WORKBOOK]
    try:
        stream = CompoundFile(data).stream(name)
        book = _book(stream)
        if book.encrypted:
            return [], [messages.ENCRYPTED]
        return _sheets(stream, book)
    except (ValueError, IndexError, struct.error):
        return [], [messages.DAMAGED]


def _sheets(stream: bytes, book: _Book) -> tuple[list[Sheet], list[Problem]]:
    sheets, problems = [], []
    for name, start, hidden in book.sheets[:200]:
        sheet = _sheet(stream, start, book, name, hidden)
        sheets.append(sheet)
        problems += [messages.too_many_rows(name, MOST_ROWS)] if len(sheet.rows) == MOST_ROWS else []
    if not sheets:
        problems.append(messages.DAMAGED)
    return sheets, problems


def _book(stream: bytes) -> _Book:
    book = _Book()
    chunks: list[bytes] = []
    last = 0
    for kind, body in records(stream):
        if kind == _BOOK:
            book.old = int.from_bytes(body[:2], "little") < 0x0600
        elif kind == _ENCRYPTED:
            book.encrypted = True
        elif kind == _BOUND and len(body) > 6 and body[5] == 0:
            book.sheets.append((book.text(body[6:], 1), int.from_bytes(body[:4], "little"), body[4] & 3 != 0))
        elif kind == _FONT:
            book.fonts.append(int.from_bytes(body[8:10], "little"))
        elif kind == _FORMAT:
            book.own_formats[int.from_bytes(body[:2], "little")] = book.text(body[2:], 1 if book.old else 2)
        elif kind == _STYLE:
            book.styles.append(int.from_bytes(body[2:4], "little"))
        elif kind == _DATES:
            book.from_1904 = body[:1] == b"\1"
        elif kind == _CODE_PAGE:
            book.encoding = {950: "big5", 1252: "cp1252"}.get(int.from_bytes(body[:2], "little"), "gb18030")
        elif kind == _STRINGS or (kind == CONTINUE and last == _STRINGS):
            chunks.append(body)
        last = last if kind == CONTINUE else kind
    book.strings = shared_strings(chunks, book.fonts)
    return book


def _sheet(stream: bytes, start: int, book: _Book, name: str, hidden: bool) -> Sheet:
    rows: dict[int, dict[int, str]] = {}
    unreadable: dict[int, dict[int, Text]] = {}
    merges: list[tuple[int, int, int, int]] = []
    awaiting_result: tuple[int, int] | None = None
    for kind, body in records(stream, start):
        if kind == _MERGED:
            merges += _merges(body)
        elif kind == _RESULT and awaiting_result:
            rows.setdefault(awaiting_result[0], {})[awaiting_result[1]] = book.text(body).strip()
        elif len(body) >= 6:
            row, column, style = struct.unpack_from("<3H", body)
            awaiting_result = (
                (row, column)
                if kind == _FORMULA and body[6:7] == b"\0" and body[12:14] == b"\xff\xff"
                else awaiting_result
            )
            for at, value in _values(kind, body, column, style, book):
                if at >= MOST_COLUMNS:
                    continue
                if isinstance(value, Text):
                    unreadable.setdefault(row, {})[at] = value
                elif value.strip():
                    rows.setdefault(row, {})[at] = value.strip()
        if len(rows) > MOST_ROWS:
            break
    numbers = sorted(rows.keys() | unreadable.keys())[:MOST_ROWS]
    texts = tuple(Row(number + 1, rows.get(number, {}), unreadable.get(number, {})) for number in numbers)
    return Sheet(name, texts, tuple(merges), hidden)


def _values(kind: int, body: bytes, column: int, style: int, book: _Book) -> list[tuple[int, str | Text]]:
    """Return the column of each cell in a record, and what it shows or why it cannot be read."""
    if kind == _SHARED:
        number = int.from_bytes(body[6:10], "little")
        return [(column, book.strings[number] if number < len(book.strings) else messages.TEXT_MISSING)]
    if kind in (_LABEL, _RICH):
        return [(column, book.rich(body[6:]) if kind == _RICH else book.text(body[6:]))]
    if kind == _NUMBER:
        return [(column, book.number(struct.unpack_from("<d", body, 6)[0], style))]
    if kind == _PACKED:
        return [(column, book.number(packed_number(int.from_bytes(body[6:10], "little")), style))]
    if kind == _ROW_OF_PACKED:
        packed = (struct.unpack_from("<HI", body, at) for at in range(4, len(body) - 7, 6))
        return [(column + n, book.number(packed_number(raw), own)) for n, (own, raw) in enumerate(packed)]
    if kind == _LOGICAL:
        return [(column, _logical(body[6], body[7] == 1))]
    if kind == _FORMULA:
        return [(column, _formula(body, style, book))]
    return []


def _formula(body: bytes, style: int, book: _Book) -> str | Text:
    """Return the value when the file was saved; a text follows in a record of its own."""
    if body[12:14] != b"\xff\xff":
        return book.number(struct.unpack_from("<d", body, 6)[0], style)
    return _logical(body[8], body[6] == 2) if body[6] in (1, 2) else ""


def _logical(value: int, is_error: bool) -> str | Text:
    if is_error:
        return messages.FORMULA_FAILED
    return "TRUE" if value else "FALSE"


def _merges(body: bytes) -> list[tuple[int, int, int, int]]:
    ranges = [struct.unpack_from("<4H", body, at) for at in range(2, len(body) - 7, 8)]
    return [(top + 1, left, bottom + 1, right) for top, bottom, left, right in ranges]
