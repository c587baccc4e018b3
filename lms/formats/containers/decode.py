"""Bytes of a text file to text: UTF-8 and UTF-16 as they are, GB18030 (GBK) with a word about it."""

import re
from dataclasses import dataclass

from lms.domain.place import NOWHERE, Place, TextLine, named
from lms.domain.problem import Problem, Text
from lms.formats.containers.signature import not_plain_text

MOST_BYTES = 32 * 1024 * 1024

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_COMMON_SHARE = 0.6
"""Of the signs beyond ASCII this many must be in GB 2312 for the bytes to be Chinese and not chance."""
_USUAL_SHARE = 0.9
_SAVE_AS_UTF8 = Text(
    "请用记事本打开，“另存为”时编码选 UTF-8，再导入", "Open it in an editor, save it as UTF-8, and try again"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without control characters; `notes` says what the reader should know of it."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The text line by line; files of old Macs end theirs with a carriage return alone."""
        return (self.text if "\n" in self.text else self.text.replace("\r", "\n")).split("\n")

    @property
    def numbered(self) -> list[tuple[str, Place]]:
        """Each line without blanks at its end, and its place."""
        return [(line.rstrip(), TextLine(number)) for number, line in enumerate(self.lines, 1)]


def decode_text(data: bytes, filename: str) -> Decoded | Problem:
    """The text in `data`, or why it is none."""
    refusal = _too_long(data) or not_plain_text(data)
    if refusal is not None:
        return refusal.at(named(filename))
    for mark, encoding in (*_BOMS, (b"", _wide(data)), (b"", "utf-8")):
        if encoding and data.startswith(mark):
            try:
                return Decoded(_printable(data[len(mark) :].decode(encoding)), encoding)
            except UnicodeDecodeError:
                continue
    text = _chinese(data)
    if text is None:
        return _unknown(data, filename)
    what = Text(
        "文件编码是 GBK/GB18030，已按此读入", "the file is encoded in GBK/GB18030 and was read as such"
    )
    how = Text("请抽查几道题有没有乱码", "Look at some questions for garbled characters")
    return Decoded(_printable(text), "gb18030", (Problem(named(filename), what, how, notice=True),))


def _too_long(data: bytes) -> Problem | None:
    if len(data) <= MOST_BYTES:
        return None
    most = MOST_BYTES // 1024 // 1024
    what = Text(f"文件超过 {most} MB", f"the file is larger than {most} MB")
    return Problem(NOWHERE, what, Text("请分成几个文件", "Split it into several files"))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: it has zeros, and in one of the two orders nearly all of it is 汉字 and ASCII."""
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


def _chinese(data: bytes) -> str | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [char for char in text[:200_000] if char > "\x7f"]
    common = len("".join(beyond).encode("gb2312", "ignore")) / 2
    return text if common >= _COMMON_SHARE * len(beyond) else None


def _unknown(data: bytes, filename: str) -> Problem:
    try:
        data.decode("utf-8")
        line = 1
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    what = Text(
        f"认不出文件的编码（第 {line} 行既不是 UTF-8 也不是 GBK）",
        f"the encoding is not known (line {line} is neither UTF-8 nor GBK)",
    )
    return Problem(named(filename), what, _SAVE_AS_UTF8)


def _printable(text: str) -> str:
    """Word's soft line break and page break as line ends, no other control characters."""
    return _NO_TEXT.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
