"""Records of .xls: the strings that all sheets share, and single values (MS-XLS, Excel 5 to 2003)."""

import struct
from collections.abc import Iterator, Sequence

from lms.formats.markup.html_text import superscript

Record = tuple[int, bytes]
CONTINUE = 0x003C
_SUPERSCRIPT, _SUBSCRIPT = 1, 2


def records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """Yield kind and body of each record up to the end of the substream that begins at `start`."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length
        depth += (kind == 0x0809) - (kind == 0x000A)
        if depth <= 0:
            return


def shared_strings(chunks: list[bytes], fonts: Sequence[int]) -> list[str]:
    """Return the strings of an SST record and the records that continue it; for `fonts` see `with_scripts`."""
    reader = _Chunks(chunks, fonts)
    count = int.from_bytes(reader.read(8)[4:], "little")
    strings: list[str] = []
    while len(strings) < count and reader.has_more():
        strings.append(reader.string())
    return strings


class _Chunks:
    """Reads across records. Where a string is cut, the next record gives the width of its characters once more."""

    def __init__(self, chunks: list[bytes], fonts: Sequence[int]) -> None:
        self._chunks, self._fonts = chunks, fonts
        self._number = 0
        self._at = 0

    def has_more(self) -> bool:
        while self._number < len(self._chunks) and self._at >= len(self._chunks[self._number]):
            self._number += 1
            self._at = 0
        return self._number < len(self._chunks)

    def read(self, size: int) -> bytes:
        parts = []
        while size > 0 and self.has_more():
            part = self._chunks[self._number][self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def string(self) -> str:
        length, flags = int.from_bytes(self.read(2), "little"), int.from_bytes(self.read(1), "little")
        runs = int.from_bytes(self.read(2), "little") if flags & 8 else 0
        extension = int.from_bytes(self.read(4), "little") if flags & 4 else 0
        text = self._characters(length, flags & 1)
        text = with_scripts(text, self.read(runs * 4), self._fonts)
        self.read(extension)
        return text

    def _characters(self, length: int, wide: int) -> str:
        parts = []
        while length > 0 and self.has_more():
            here = min(length, (len(self._chunks[self._number]) - self._at) // (1 + wide))
            parts.append(_decoded(self.read(here * (1 + wide)), wide))
            length -= here
            if length > 0:
                self._at = len(self._chunks[self._number])
                wide = int.from_bytes(self.read(1), "little") & 1
        return "".join(parts)


def _decoded(raw: bytes, wide: int) -> str:
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def unicode_text(raw: bytes, length_size: int = 2) -> str:
    """Read a text that a record contains: length, width, characters (Excel 97 and later)."""
    length = int.from_bytes(raw[:length_size], "little")
    wide = raw[length_size] & 1 if len(raw) > length_size else 0
    return _decoded(raw[length_size + 1 : length_size + 1 + length * (1 + wide)], wide)


def byte_text(raw: bytes, encoding: str, length_size: int = 2) -> str:
    """Read a text as Excel 5 and 95 wrote it: length and bytes of the code page."""
    length = int.from_bytes(raw[:length_size], "little")
    return raw[length_size : length_size + length].decode(encoding, "replace")


def rich_text(raw: bytes, fonts: Sequence[int]) -> str:
    """Read a text that a record contains, followed by its runs of fonts (Excel 97 and later)."""
    wide = raw[2] & 1 if len(raw) > 2 else 0
    end = 3 + int.from_bytes(raw[:2], "little") * (1 + wide)
    runs = int.from_bytes(raw[end : end + 2], "little")
    return with_scripts(unicode_text(raw), raw[end + 2 : end + 2 + runs * 4], fonts)


def rich_bytes(raw: bytes, encoding: str, fonts: Sequence[int]) -> str:
    """Read such a text as Excel 5 and 95 wrote it: positions of runs count bytes, and their number is one byte."""
    end = 2 + int.from_bytes(raw[:2], "little")
    pairs = raw[end + 1 : end + 1 + 2 * int.from_bytes(raw[end : end + 1], "little")]
    text = raw[2:end]
    return _joined(text, [(pairs[at], pairs[at + 1]) for at in range(0, len(pairs) - 1, 2)], fonts, encoding)


def with_scripts(text: str, runs: bytes, fonts: Sequence[int]) -> str:
    """Return the text with its superscripts and subscripts: 10² is typed as 10 and a raised 2, and must not become 102.

    `runs` has the positions where fonts begin, in units of UTF-16; `fonts` is 1 for superscript, 2 for subscript.
    """
    pairs = list(struct.iter_unpack("<2H", runs[: len(runs) // 4 * 4]))
    if not any(_script(font, fonts) for _, font in pairs):
        return text
    raw = text.encode("utf-16-le", "surrogatepass")
    return _joined(raw, [(at * 2, font) for at, font in pairs], fonts, "utf-16-le")


def _joined(raw: bytes, runs: Sequence[tuple[int, int]], fonts: Sequence[int], encoding: str) -> str:
    """Join the pieces between the positions where fonts begin; a run out of order begins where the last one ended."""
    pieces, start, script = [], 0, 0
    for at, font in [*runs, (len(raw), 0)]:
        end = min(max(at, start), len(raw))
        piece = raw[start:end].decode(encoding, "replace")
        pieces.append(superscript(piece, low=script == _SUBSCRIPT) if script else piece)
        start, script = end, _script(font, fonts)
    return "".join(pieces)


def _script(font: int, fonts: Sequence[int]) -> int:
    """Return superscript, subscript, or 0. Files number fonts 0, 1, 2, 3, 5: there is no font 4."""
    index = font - (font > 4)
    script = fonts[index] if index < len(fonts) else 0
    return script if script in (_SUPERSCRIPT, _SUBSCRIPT) else 0


def packed_number(raw: int) -> float:
    """Unpack a number of 30 bits: a whole number or the upper half of a double, perhaps times 100."""
    if raw & 2:
        value = float(((raw ^ 0x80000000) >> 2) - 0x20000000)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0]
    return value / 100 if raw & 1 else value
