"""Pictures by their bytes: their size, without metadata about their author; an incomplete file is refused."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.problem import Problem
from lms.formats.drafts.picture import LARGEST, Picture, read_picture


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 3, height: int = 2, more: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = zlib.compress(b"".join(b"\0" + b"\x10\x20\x30" * min(width, 9) for _ in range(min(height, 9))))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(more: bytes = b"") -> bytes:
    size = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 5, 7, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + b"\xff\xe0\x00\x04JF" + more + size + b"\xff\xda\x00\x04\0\0pixels\xff\xd9trailer"


def webp(kind: bytes, body: bytes, more: bytes = b"") -> bytes:
    inner = b"WEBP" + struct.pack("<4sI", kind, len(body)) + body + more
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


SECRET = b"GPS 25.04N 102.71E"
EXIF = b"\xff\xe1" + struct.pack(">H", 2 + len(SECRET)) + SECRET
WIDE = b"\x08\0\0\0" + (9).to_bytes(3, "little") + (19).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(more=chunk(b"tEXt", SECRET)), ("image/png", 3, 2)),
        (jpeg(EXIF + b"\xff\xfe\x00\x04hi"), ("image/jpeg", 7, 5)),
        (webp(b"VP8X", WIDE, struct.pack("<4sI", b"EXIF", len(SECRET)) + SECRET), ("image/webp", 10, 20)),
        (webp(b"VP8L", b"\x2f" + (3 | 4 << 14).to_bytes(4, "little") + b"\0"), ("image/webp", 4, 5)),
        (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 8, 6)), ("image/webp", 8, 6)),
    ],
)  # fmt: skip
def test_a_picture_is_recognised_by_its_bytes_and_loses_its_metadata(data, expected):
    picture = read_picture(data)
    assert isinstance(picture, Picture)
    assert (picture.media_type, picture.width, picture.height) == expected
    assert SECRET not in picture.data
    assert read_picture(picture.data) == picture
    assert b"trailer" not in picture.data


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"%PDF-1.7", png()[:-20], jpeg()[:12],
     webp(b"VP8X", WIDE)[:-4], png(30_000, 30_000), png(0, 5), png() + b"\0" * LARGEST],
)  # fmt: skip
def test_what_is_no_picture_or_too_large_is_refused(data):
    problem = read_picture(data)
    assert isinstance(problem, Problem)
    assert problem.how.zh


@given(st.sampled_from([png(), jpeg(EXIF), webp(b"VP8X", WIDE)]), st.integers(0, 80), st.binary(max_size=6))
def test_no_bytes_break_it(data, at, changed):
    assert isinstance(read_picture(data[:at] + changed + data[at + len(changed) :]), Picture | Problem)
