"""Opens ZIP files from strangers: everything that could hurt is refused before a byte is unpacked."""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lms.domain.place import NOWHERE, named
from lms.domain.problem import Problem, Text

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1 | 0x40 | 0x2000, 0x800
_FILE_TYPES = (0, 0o100000, 0o040000)
_SMALL = 4_000_000
"""Below this many bytes a high ratio is only a very empty file."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive, as both of its headers describe it. Sizes in bytes."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int
    """Where its packed bytes begin."""


class SafeZip:
    """An archive that has been looked through. Directories are not listed."""

    def __init__(self, data: bytes, members: dict[str, Member]) -> None:
        self._data = data
        self._members = members

    def names(self) -> list[str]:
        """The files in the order of the archive, with forward slashes."""
        return [name for name in self._members if not name.endswith("/")]

    def size(self, name: str) -> int:
        """How many bytes `read` would give; 0 if there is no such file."""
        return self._members[name].size if name in self._members else 0

    def read(self, name: str) -> bytes | Problem:
        """The unpacked file, never longer than its header said; a Problem if it is damaged or missing."""
        member = self._members.get(name)
        if member is None:
            what = Text("压缩包里没有这个文件", "is not in the archive")
            return Problem(named(name), what, Text("请重新导出后再试", "Export the archive again"))
        packed = memoryview(self._data)[member.start : member.start + member.packed]
        try:
            unpacked = _unpack(packed, member)
        except zlib.error:
            unpacked = None
        if unpacked is None or len(unpacked) != member.size or zlib.crc32(unpacked) != member.crc:
            return _damaged(name)
        return unpacked


class _Refusal(Exception):
    """Ends the check of an archive; never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


def open_zip(
    data: bytes, *, most_files: int = 2000, most_bytes: int = 200_000_000, most_ratio: int = 200
) -> SafeZip | Problem:
    """The archive in `data`, or why it is refused; the Problem's `where` is the member's name or "".

    `most_bytes` bounds the sum of the unpacked sizes, `most_ratio` unpacked : packed of each file.
    """
    try:
        members = _members(data, most_files)
        _refuse_bombs(members, len(data), most_bytes, most_ratio)
        _refuse_other_view(data, members)
    except _Refusal as refusal:
        return refusal.problem
    except (struct.error, IndexError, OverflowError):
        return _damaged("")
    return SafeZip(data, {member.name: member for member in members})


def is_allowed_name(name: str) -> bool:
    """Whether `open_zip` takes an archive that holds a file of this name."""
    try:
        _refuse_name(name)
    except _Refusal:
        return False
    return True


def looks_like_zip(data: bytes) -> bool:
    """Whether these bytes begin as a ZIP file does; it may still be refused."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _members(data: bytes, most_files: int) -> list[Member]:
    members: list[Member] = []
    seen: set[str] = set()
    for member in _walk(data):
        if len(members) == most_files:
            what = Text(f"文件超过 {most_files} 个", f"holds more than {most_files} files")
            raise _Refusal(Problem(NOWHERE, what, Text("请分成几个压缩包", "Split it into several archives")))
        if member.name in seen:
            what = Text("同名文件出现了两次", "stands in the archive twice")
            raise _Refusal(Problem(named(member.name), what, _PACK_AGAIN))
        seen.add(member.name)
        members.append(member)
    return members


def _walk(data: bytes) -> Iterator[Member]:
    """Each entry of the central directory, checked against the header before its bytes."""
    place, end, shift = _directory(data)
    while place < end:
        fields = _CENTRAL.unpack_from(data, place)
        signature, _, _, flags, method, _, _, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, _, _, attributes, offset = fields[10:]
        if signature != b"PK\x01\x02":
            raise _Refusal(_damaged(""))
        raw = data[place + 46 : place + 46 + name_length]
        extra = data[place + 46 + name_length : place + 46 + name_length + extra_length]
        size, packed, offset = _wide(extra, size, packed, offset)
        name = _name(raw, flags)
        _refuse_name(name)
        _refuse_nature(name, flags, method, attributes >> 16)
        start = _local_start(data, offset + shift, raw, name)
        if start + packed > len(data):
            raise _Refusal(_damaged(name))
        yield Member(name, method, crc, packed, size, start)
        place += 46 + name_length + extra_length + comment_length


def _directory(data: bytes) -> tuple[int, int, int]:
    """Where the central directory begins and ends, and by how much all offsets are shifted."""
    at = len(data) - 22
    if data[at : at + 4] != b"PK\x05\x06" or data[-2:] != b"\0\0":
        at = data.rfind(b"PK\x05\x06", max(0, len(data) - 22 - 65535))
    if at < 0:
        what = Text("不是完整的 ZIP 文件", "is not a whole ZIP file")
        raise _Refusal(Problem(NOWHERE, what, Text("请重新下载或重新打包", "Download it or pack it again")))
    size, offset = _END.unpack_from(data, at)[5:7]
    if at >= 20 and data[at - 20 : at - 16] == b"PK\x06\x07":
        at = at - 20 - 56
        size, offset = _END64.unpack_from(data, at)[8:10]
    if at - size < 0 or at - size - offset < 0:
        raise _Refusal(_damaged(""))
    return at - size, at, at - size - offset


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Values too large for the header stand in its ZIP64 field, in this order."""
    values = [size, packed, offset]
    place = 0
    while place + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, place)
        if tag == 1:
            at = place + 4
            for index, value in enumerate(values):
                if value == 0xFFFFFFFF:
                    values[index] = struct.unpack_from("<Q", extra, at)[0]
                    at += 8
        place += 4 + length
    return values[0], values[1], values[2]


def _name(raw: bytes, flags: int) -> str:
    """UTF-8 where it says or is so; otherwise as Chinese Windows writes names."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            if flags & _UTF8:
                break
    return raw.decode("cp437")


def _refuse_name(name: str) -> None:
    plain = unicodedata.normalize("NFKC", name)
    outside = any(
        "\\" in form or form.startswith("/") or re.match(r"[A-Za-z]:", form) or ".." in form.split("/")
        for form in (name, plain)
    )
    if outside:
        what = Text("文件名指向压缩包之外", "has a name that leads out of the archive")
        raise _Refusal(Problem(named(name[:200]), what, _PACK_AGAIN))
    if not name or any(unicodedata.category(char) == "Cc" for char in name):
        what = Text("文件名里有控制字符，或没有文件名", "has control characters in its name, or no name")
        raise _Refusal(Problem(named(repr(name[:200])[1:-1]), what, _PACK_AGAIN))


def _refuse_nature(name: str, flags: int, method: int, mode: int) -> None:
    if flags & _ENCRYPTED:
        what = Text("加了密码", "is encrypted")
        raise _Refusal(
            Problem(named(name), what, Text("请去掉密码后重新打包", "Pack it again without a password"))
        )
    if mode & 0o170000 not in _FILE_TYPES:
        what = Text("是链接或特殊文件", "is a link or a special file")
        raise _Refusal(Problem(named(name), what, _PACK_AGAIN))
    if method not in (_STORED, _DEFLATED):
        what = Text("用了不常见的压缩方法", "is packed by an unusual method")
        raise _Refusal(
            Problem(named(name), what, Text("请用普通 ZIP 方式打包", "Pack it as a plain ZIP file"))
        )


def _local_start(data: bytes, offset: int, raw: bytes, name: str) -> int:
    """Where the bytes begin. Two headers that disagree are how a file slips past a check."""
    fields = _LOCAL.unpack_from(data, offset)
    begin = offset + _LOCAL.size
    length, extra_length = fields[9], fields[10]
    if fields[0] != b"PK\x03\x04" or data[begin : begin + length] != raw:
        what = Text(
            "压缩包的目录与内容不一致", "is named differently in the archive's list and in its content"
        )
        raise _Refusal(Problem(named(name), what, _PACK_AGAIN))
    return int(begin + length + extra_length)


def _refuse_bombs(members: list[Member], length: int, most_bytes: int, most_ratio: int) -> None:
    total = sum(member.size for member in members)
    if total > most_bytes:
        megabytes = most_bytes // 1_000_000
        what = Text(f"解压后超过 {megabytes} MB", f"is more than {megabytes} MB when unpacked")
        raise _Refusal(Problem(NOWHERE, what, Text("请分成几个压缩包", "Split it into several archives")))
    if sum(member.packed for member in members) > length:
        what = Text("几个文件共用同一段内容", "has files that share the same bytes")
        raise _Refusal(Problem(NOWHERE, what, _PACK_AGAIN))
    for member in members:
        if member.size > _SMALL and member.size > most_ratio * member.packed:
            what = Text(
                f"压缩比超过 {most_ratio} 倍，像是压缩炸弹",
                f"unpacks to more than {most_ratio} times its size, as a zip bomb does",
            )
            raise _Refusal(Problem(named(member.name), what, _PACK_AGAIN))


def _refuse_other_view(data: bytes, members: list[Member]) -> None:
    """Libraries that open the same bytes through zipfile must see the same files."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            seen = [(info.CRC, info.compress_size, info.file_size) for info in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _Refusal(_damaged("")) from error
    if seen != [(member.crc, member.packed, member.size) for member in members]:
        raise _Refusal(_damaged(""))


def _unpack(packed: memoryview, member: Member) -> bytes | None:
    if member.method == _STORED:
        return bytes(packed)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = unpacker.decompress(packed, member.size + 1)
    return unpacked if len(unpacked) <= member.size else None


def _damaged(name: str) -> Problem:
    what = Text("压缩包已损坏", "the archive is damaged")
    return Problem(named(name), what, Text("请重新下载或重新打包", "Download it or pack it again"))


_PACK_AGAIN = Text("请用常用的压缩软件重新打包", "Pack it again with an ordinary ZIP program")
