"""Make small .xls files (BIFF8 in a compound file), which no library writes any more."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SECTOR = 512
_FONTS = {"": 0, "superscript": 5, "subscript": 6}
"""Their numbers in a workbook made by `xls`; no file has a font 4."""


@dataclass(frozen=True)
class Rich:
    """A text in several fonts, and the position and font (of `_FONTS`) of each run."""

    text: str
    runs: Sequence[tuple[int, str]]
    in_cell: bool = False
    """Whether the text is in the cell itself, as Excel 95 wrote it, or in the table that all sheets share."""


Cells = Mapping[tuple[int, int], str | float | Rich]


def xls(sheets: Mapping[str, Cells]) -> bytes:
    """Return a workbook; cells by (row, column), both from 0."""
    shared = [
        cell
        for cells in sheets.values()
        for cell in cells.values()
        if isinstance(cell, Rich) and not cell.in_cell
    ]
    head = _record(0x0809, struct.pack("<6H", 0x0600, 0x0005, 0, 0, 0, 0)) + _fonts()
    bound = [_bound(name) for name in sheets]
    strings = _strings(shared) + _record(0x0A)
    at = len(head) + sum(len(_record(0x85, b"\0\0\0\0" + name)) for name in bound) + len(strings)
    bodies, places = [], []
    for cells in sheets.values():
        places.append(at)
        bodies.append(_sheet(cells, shared))
        at += len(bodies[-1])
    names = b"".join(
        _record(0x85, struct.pack("<I", at) + name) for at, name in zip(places, bound, strict=True)
    )
    return _compound(head + names + strings + b"".join(bodies))


def _fonts() -> bytes:
    """Return four plain fonts, one for superscripts and one for subscripts."""
    return b"".join(
        _record(0x31, struct.pack("<5H5B", 200, 0, 0x7FFF, 400, height, 0, 0, 134, 0, 0) + b"\0")
        for height in (0, 0, 0, 0, 1, 2)
    )


def _strings(texts: Sequence[Rich]) -> bytes:
    body = b"".join(
        struct.pack("<HBH", _units(rich.text), 9, len(rich.runs))
        + rich.text.encode("utf-16-le")
        + _runs(rich)
        for rich in texts
    )
    return _record(0xFC, struct.pack("<2I", len(texts), len(texts)) + body)


def _runs(rich: Rich) -> bytes:
    return b"".join(struct.pack("<2H", at, _FONTS[font]) for at, font in rich.runs)


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _bound(name: str) -> bytes:
    return struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")


def _sheet(cells: Cells, shared: Sequence[Rich]) -> bytes:
    out = _record(0x0809, struct.pack("<6H", 0x0600, 0x0010, 0, 0, 0, 0))
    for (row, column), value in sorted(cells.items()):
        place = struct.pack("<3H", row, column, 0)
        if isinstance(value, Rich) and value.in_cell:
            words = struct.pack("<HB", _units(value.text), 1) + value.text.encode("utf-16-le")
            out += _record(0x00D6, place + words + struct.pack("<H", len(value.runs)) + _runs(value))
        elif isinstance(value, Rich):
            out += _record(0x00FD, place + struct.pack("<I", shared.index(value)))
        elif isinstance(value, str):
            out += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            out += _record(0x0203, place + struct.pack("<d", value))
    return out + _record(0x0A)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Return a compound file with the stream Workbook: header, allocation table, directory, sectors."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 2) // 128)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [*range(tables + 2, tables + 1 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16s5H6s9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry(
        "Workbook", 2, tables + 1, len(stream), 0xFFFFFFFF
    )
    return header + table + directory.ljust(_SECTOR, b"\0") + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", words, len(words), kind, 1, free, free, child, b"", 0, b"", b"", start, size
    )
