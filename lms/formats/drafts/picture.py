"""Read pictures for questions: PNG, JPEG and WebP by their bytes, without metadata about their author."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from lms.domain.problem import Problem
from lms.formats.drafts import messages

LARGEST = 1_500_000
LONGEST_SIDE = 6_000
MOST_PIXELS = 16_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"pHYs",
    b"sBIT",
    b"bKGD",
}
_JPEG_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
_JPEG_SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_KEPT_APPS = {0xE0, 0xEE}  # JFIF and Adobe: the meaning of its colours
_WEBP_DROPPED = {b"EXIF", b"XMP "}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that browsers can show. `data` contains what is visible and no metadata."""

    data: bytes
    media_type: str
    suffix: str
    width: int
    height: int


class _Damaged(ValueError):
    """An incomplete file, or one that is not what its first bytes promise."""


def read_picture(data: bytes) -> Picture | Problem:
    """Return the picture, or why it cannot be used; decided by its headers, before any pixel is decoded."""
    if len(data) > LARGEST:
        return messages.picture_too_large(LARGEST)
    try:
        picture = _read(data)
    except (_Damaged, struct.error, IndexError):
        return messages.PICTURE_DAMAGED
    if picture is None:
        return messages.NOT_A_PICTURE
    width, height = picture.width, picture.height
    fits = 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS
    return picture if fits else messages.too_many_pixels(width, height)


def _read(data: bytes) -> Picture | None:
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _png(data: bytes) -> Picture:
    kept, at, size = [_PNG], len(_PNG), (0, 0)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data) or (at == len(_PNG)) != (kind == b"IHDR"):
            raise _Damaged
        if kind == b"IHDR":
            size = struct.unpack(">II", data[at + 8 : at + 16])
        if kind in _PNG_KEPT:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            return Picture(b"".join(kept), "image/png", ".png", *size)
    raise _Damaged


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, end) of the segments of a JPEG up to its pixels."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _JPEG_WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if end > len(data) or end < at + 4:
            raise _Damaged
        yield marker, at, end
        if marker == 0xDA:
            return
        at = end
    raise _Damaged


def _jpeg(data: bytes) -> Picture:
    kept, size = [data[:2]], (0, 0)
    for marker, at, end in _segments(data):
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            size = width, height
        if marker == 0xDA:
            last = data.rfind(b"\xff\xd9")
            if last < at:
                raise _Damaged
            kept.append(data[at : last + 2])
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _JPEG_KEPT_APPS:
            kept.append(data[at:end])
    return Picture(b"".join(kept), "image/jpeg", ".jpg", *size)


def _webp(data: bytes) -> Picture:
    end = 8 + int(struct.unpack("<I", data[4:8])[0])
    if end > len(data):
        raise _Damaged
    kept, at, size = [], 12, (0, 0)
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        chunk = data[at : at + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise _Damaged
        if kind in (b"VP8 ", b"VP8L", b"VP8X") and size == (0, 0):
            size = _webp_size(kind, chunk[8:])
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b00001100]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            kept.append(chunk)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return Picture(b"RIFF" + struct.pack("<I", len(body)) + body, "image/webp", ".webp", *size)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF
