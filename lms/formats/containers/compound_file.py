"""Read streams of a compound file, the container of .xls and .doc (MS-CFB)."""

import struct

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
"""Sector numbers from here on mean "end", "free" or "table" and are no sectors."""


def is_compound(data: bytes) -> bool:
    """Return whether these bytes begin as a compound file does."""
    return data.startswith(_SIGNATURE)


class CompoundFile:
    """A compound file and its streams. Broken chains end where they break; raise ValueError if it is none."""

    def __init__(self, data: bytes) -> None:
        if not is_compound(data) or len(data) < 512:
            raise ValueError("no compound file")
        self._data = data
        shift, mini_shift = struct.unpack_from("<2H", data, 30)
        tables, first_directory = struct.unpack_from("<2I", data, 44)
        self._small, first_mini, _, first_more, _ = struct.unpack_from("<5I", data, 56)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("unknown sizes of sectors")
        self._sector = 1 << shift
        self._next = self._table([*struct.unpack_from("<109I", data, 76)][:tables], first_more)
        self._mini_next = self._integers(self._chain(first_mini))
        self._streams, self._mini = self._directory(self._chain(first_directory))

    @property
    def names(self) -> list[str]:
        """The names of the streams, in the order of the directory."""
        return list(self._streams)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; raise KeyError if there is none of that name."""
        start, size = self._streams[name]
        if size >= self._small:
            return self._chain(start)[:size]
        sectors = self._follow(start, self._mini_next)
        return b"".join(self._mini[at * 64 : at * 64 + 64] for at in sectors)[:size]

    def _table(self, sectors: list[int], more: int) -> list[int]:
        """Return which sector follows which. Long files list the sectors of this table in further sectors."""
        per_sector = self._sector // 4 - 1
        visited: set[int] = set()
        while more < _LAST_SECTOR and more not in visited:
            visited.add(more)
            numbers = self._integers(self._read(more))
            sectors += numbers[:per_sector]
            more = numbers[per_sector] if len(numbers) > per_sector else _LAST_SECTOR
        return self._integers(b"".join(self._read(at) for at in sectors if at < _LAST_SECTOR))

    def _read(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _integers(self, raw: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _follow(self, start: int, following: list[int]) -> list[int]:
        """Return the numbers of a chain, which ends where it would repeat itself."""
        chain: list[int] = []
        visited = bytearray(len(following))
        while start < len(following) and not visited[start]:
            visited[start] = 1
            chain.append(start)
            start = following[start]
        return chain

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._read, self._follow(start, self._next)))

    def _directory(self, raw: bytes) -> tuple[dict[str, tuple[int, int]], bytes]:
        """Return start and size of each stream, and the bytes of the stream that contains the small ones."""
        streams: dict[str, tuple[int, int]] = {}
        mini = b""
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            start, size = struct.unpack_from("<2I", raw, at + 116)
            name = raw[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == 5:
                mini = self._chain(start)
            elif kind == 2:
                streams.setdefault(name, (start, size))
        return streams, mini
