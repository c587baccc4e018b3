"""Open ZIP files from unknown sources: whatever could do harm is refused before a byte is unpacked."""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lms.domain.problem import Problem
from lms.formats.containers import messages

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1 | 0x40 | 0x2000, 0x800
_FILE_TYPES = (0, 0o100000, 0o040000)
_SMALL = 4_000_000
"""Below this many bytes a high ratio is harmless."""


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
    """An archive that has been checked. Directories are not listed."""

    def __init__(self, data: bytes, members: dict[str, Member]) -> None:
        self._data = data
        self._members = members

    def names(self) -> list[str]:
        """Return the names of the files in the order of the archive, with forward slashes."""
        return [name for name in self._members if not name.endswith("/")]

    def size(self, name: str) -> int:
        """Return how many bytes `read` would return; 0 if there is no such file."""
        return self._members[name].size if name in self._members else 0

    def read(self, name: str) -> bytes | Problem:
        """Return the unpacked file, never longer than its header says, or a Problem if it is damaged or missing."""
        member = self._members.get(name)
        if member is None:
            return messages.file_not_in_archive(name)
        packed = memoryview(self._data)[member.start : member.start + member.packed]
        try:
            unpacked = _unpack(packed, member)
        except zlib.error:
            unpacked = None
        if unpacked is None or len(unpacked) != member.size or zlib.crc32(unpacked) != member.crc:
            return messages.archive_damaged(name)
        return unpacked


class _Refusal(Exception):
    """Ends the check of an archive; caught inside this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


def open_zip(
    data: bytes, *, most_files: int = 2000, most_bytes: int = 200_000_000, most_ratio: int = 200
) -> SafeZip | Problem:
    """Return the archive in `data`, or why it is refused, with the name of the file where it is one of them.

    `most_bytes` bounds the sum of the unpacked sizes, `most_ratio` unpacked : packed of each file.
    """
    try:
        members = _members(data, most_files)
        _refuse_bombs(members, len(data), most_bytes, most_ratio)
        _refuse_if_zipfile_differs(data, members)
    except _Refusal as refusal:
        return refusal.problem
    except (struct.error, IndexError, OverflowError):
        return messages.archive_damaged()
    return SafeZip(data, {member.name: member for member in members})


def is_allowed_name(name: str) -> bool:
    """Return whether `open_zip` accepts an archive with a file of this name."""
    try:
        _refuse_name(name)
    except _Refusal:
        return False
    return True


def looks_like_zip(data: bytes) -> bool:
    """Return whether these bytes begin as a ZIP file does; it may still be refused."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _members(data: bytes, most_files: int) -> list[Member]:
    members: list[Member] = []
    names: set[str] = set()
    for member in _entries(data):
        if len(members) == most_files:
            raise _Refusal(messages.too_many_files(most_files))
        if member.name in names:
            raise _Refusal(messages.file_repeated(member.name))
        names.add(member.name)
        members.append(member)
    return members


def _entries(data: bytes) -> Iterator[Member]:
    """Yield each entry of the central directory, checked against the header before its bytes."""
    position, end, shift = _directory(data)
    while position < end:
        fields = _CENTRAL.unpack_from(data, position)
        signature, _, _, flags, method, _, _, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, _, _, attributes, offset = fields[10:]
        if signature != b"PK\x01\x02":
            raise _Refusal(messages.archive_damaged())
        raw = data[position + 46 : position + 46 + name_length]
        extra = data[position + 46 + name_length : position + 46 + name_length + extra_length]
        size, packed, offset = _zip64_values(extra, size, packed, offset)
        name = _name(raw, flags)
        _refuse_name(name)
        _refuse_entry_type(name, flags, method, attributes >> 16)
        start = _local_start(data, offset + shift, raw, name)
        if start + packed > len(data):
            raise _Refusal(messages.archive_damaged(name))
        yield Member(name, method, crc, packed, size, start)
        position += 46 + name_length + extra_length + comment_length


def _directory(data: bytes) -> tuple[int, int, int]:
    """Return where the central directory begins and ends, and by how much all offsets are shifted."""
    at = len(data) - 22
    if data[at : at + 4] != b"PK\x05\x06" or data[-2:] != b"\0\0":
        at = data.rfind(b"PK\x05\x06", max(0, len(data) - 22 - 65535))
    if at < 0:
        raise _Refusal(messages.NOT_A_WHOLE_ZIP)
    size, offset = _END.unpack_from(data, at)[5:7]
    if at >= 20 and data[at - 20 : at - 16] == b"PK\x06\x07":
        at = at - 20 - 56
        size, offset = _END64.unpack_from(data, at)[8:10]
    if at - size < 0 or at - size - offset < 0:
        raise _Refusal(messages.archive_damaged())
    return at - size, at, at - size - offset


def _zip64_values(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return the values, read from the ZIP64 field, in this order, where they are too large for the header."""
    values = [size, packed, offset]
    position = 0
    while position + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, position)
        if tag == 1:
            at = position + 4
            for index, value in enumerate(values):
                if value == 0xFFFFFFFF:
                    values[index] = struct.unpack_from("<Q", extra, at)[0]
                    at += 8
        position += 4 + length
    return values[0], values[1], values[2]


def _name(raw: bytes, flags: int) -> str:
    """Decode a name as UTF-8 where it is declared or valid, else as Chinese Windows writes names."""
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
        raise _Refusal(messages.path_outside_archive(name))
    if not name or any(unicodedata.category(char) == "Cc" for char in name):
        raise _Refusal(messages.unprintable_file_name(name))


def _refuse_entry_type(name: str, flags: int, method: int, mode: int) -> None:
    if flags & _ENCRYPTED:
        raise _Refusal(messages.encrypted(name))
    if mode & 0o170000 not in _FILE_TYPES:
        raise _Refusal(messages.link_or_special_file(name))
    if method not in (_STORED, _DEFLATED):
        raise _Refusal(messages.unusual_compression(name))


def _local_start(data: bytes, offset: int, raw: bytes, name: str) -> int:
    """Return where the bytes begin. Refuse headers that disagree: they could hide a file from a check."""
    fields = _LOCAL.unpack_from(data, offset)
    begin = offset + _LOCAL.size
    length, extra_length = fields[9], fields[10]
    if fields[0] != b"PK\x03\x04" or data[begin : begin + length] != raw:
        raise _Refusal(messages.names_disagree(name))
    return int(begin + length + extra_length)


def _refuse_bombs(members: list[Member], length: int, most_bytes: int, most_ratio: int) -> None:
    total = sum(member.size for member in members)
    if total > most_bytes:
        raise _Refusal(messages.archive_too_large(most_bytes))
    if sum(member.packed for member in members) > length:
        raise _Refusal(messages.SHARED_BYTES)
    for member in members:
        if member.size > _SMALL and member.size > most_ratio * member.packed:
            raise _Refusal(messages.zip_bomb(member.name, most_ratio))


def _refuse_if_zipfile_differs(data: bytes, members: list[Member]) -> None:
    """Refuse an archive in which zipfile, and so other libraries, would see other files."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = [(info.CRC, info.compress_size, info.file_size) for info in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _Refusal(messages.archive_damaged()) from error
    if listed != [(member.crc, member.packed, member.size) for member in members]:
        raise _Refusal(messages.archive_damaged())


def _unpack(packed: memoryview, member: Member) -> bytes | None:
    if member.method == _STORED:
        return bytes(packed)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = unpacker.decompress(packed, member.size + 1)
    return unpacked if len(unpacked) <= member.size else None
