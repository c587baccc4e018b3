"""Decode a text file: UTF-8 and UTF-16 without comment, GB18030 (GBK) with a notice."""

import re
from dataclasses import dataclass

from lms.domain.place import Place, TextLine, named
from lms.domain.problem import Problem
from lms.formats.containers import messages
from lms.formats.containers.signature import not_plain_text

MOST_BYTES = 32 * 1024 * 1024

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_COMMON_SHARE = 0.6
"""This share of the characters beyond ASCII must be in GB 2312, or the bytes only look like Chinese by chance."""
_USUAL_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without control characters, and notices for the reader."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The lines of the text; files of old Macs end them with a carriage return alone."""
        return (self.text if "\n" in self.text else self.text.replace("\r", "\n")).split("\n")

    @property
    def numbered(self) -> list[tuple[str, Place]]:
        """Each line without trailing blanks, and its place."""
        return [(line.rstrip(), TextLine(number)) for number, line in enumerate(self.lines, 1)]


def decode_text(data: bytes, filename: str) -> Decoded | Problem:
    """Return the text in `data`, or why it cannot be read as text."""
    refusal = messages.text_too_large(MOST_BYTES) if len(data) > MOST_BYTES else not_plain_text(data)
    if refusal is not None:
        return refusal.at(named(filename))
    for mark, encoding in (*_BOMS, (b"", _utf16_without_mark(data)), (b"", "utf-8")):
        if encoding and data.startswith(mark):
            try:
                return Decoded(_printable(data[len(mark) :].decode(encoding)), encoding)
            except UnicodeDecodeError:
                continue
    text = _gb18030_text(data)
    if text is None:
        return messages.unknown_encoding(filename, _first_line_not_utf8(data))
    return Decoded(_printable(text), "gb18030", (messages.read_as_gb18030(filename),))


def _utf16_without_mark(data: bytes) -> str:
    """Return the byte order in which nearly all of the text is 汉字 and ASCII, or "" if it is not UTF-16."""
    head = data[:20_000]
    if len(data) % 2 or head.count(0) < 2:
        return ""
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        usual = sum(char in "\t\r\n" or " " <= char <= "~" or "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
                    or "\u2010" <= char <= "\u22ff" for char in text)  # fmt: skip
        shares[encoding] = usual / len(text)
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _USUAL_SHARE else ""


def _gb18030_text(data: bytes) -> str | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [char for char in text[:200_000] if char > "\x7f"]
    common = len("".join(beyond).encode("gb2312", "ignore")) / 2
    return text if common >= _COMMON_SHARE * len(beyond) else None


def _first_line_not_utf8(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _printable(text: str) -> str:
    """Turn Word's soft line and page breaks into line ends; drop all other control characters."""
    return _CONTROL_CHARACTERS.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
