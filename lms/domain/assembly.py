"""Draws a paper: which items stand in it and in what order; the same seed draws the same paper."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from lms.domain.numbers import decimal_text
from lms.domain.problem import Problem, Text


@dataclass(frozen=True, slots=True)
class Source:
    """A draw with the item versions it may take, or a fixed item: then one of one.

    An item stands here with one version only, so that distinct versions are distinct items.
    """

    place: str
    """Where it stands in the plan: "section[1].draw[2]"."""
    section: int
    """From 1."""
    count: int
    points: Decimal
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One position of a paper."""

    section: int
    version: int
    points: Decimal


def assemble(
    sources: Sequence[Source], seed: int, *, shuffle: bool = True, seen: Collection[int] = ()
) -> tuple[Entry, ...]:
    """The paper of this seed: sections in order, no version twice, unseen versions first.

    Sources that share no version give each of their versions the same chance. Raises ValueError if
    the sources cannot be filled; `shortages` says so beforehand.
    """
    taken, short = _match(sources, lambda source: _preference(source, seed, seen))
    if short:
        raise ValueError("the pool cannot fill the plan")
    drawn = [
        Entry(source.section, version, source.points)
        for number, source in enumerate(sources)
        for version in _preference(source, seed, seen)
        if taken.get(version) == number
    ]
    if shuffle:
        drawn.sort(key=lambda entry: (entry.section, _chance(seed, "order", entry.version)))
    return tuple(sorted(drawn, key=lambda entry: entry.section))


def shortages(sources: Sequence[Source]) -> list[Problem]:
    """Which sources lack how many items. None exactly when a paper can be drawn, however they overlap."""
    _, short = _match(sources, lambda source: source.versions)
    return [_lack(sources[number], lacking) for number, lacking in sorted(short.items())]


def dump(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """As the database keeps it."""
    return [
        {
            "place": source.place,
            "section": source.section,
            "count": source.count,
            "points": decimal_text(source.points),
            "versions": list(source.versions),
        }
        for source in sources
    ]


def load(data: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    """What `dump` wrote."""
    return tuple(
        Source(row["place"], row["section"], row["count"], Decimal(row["points"]), tuple(row["versions"]))
        for row in data
    )


def _lack(source: Source, lacking: int) -> Problem:
    found = len(source.versions)
    what = Text(
        f"要 {source.count} 题，符合条件的有 {found} 题，还缺 {lacking} 题",
        f"asks for {source.count}, {found} fit, {lacking} are lacking",
    )
    if found >= source.count:
        what += Text("（其余已被别处抽走）", " (others draw from the same ones)")
    how = Text(
        "请减少题数、放宽条件，或补充并审核试题", "Ask for fewer, widen the filter, or write and approve more"
    )
    return Problem(source.place, what, how)


def _chance(seed: int, purpose: str, version: int) -> bytes:
    # A hash and not `random`: anyone can draw the paper again, with any version of any language.
    return sha256(f"{seed}:{purpose}:{version}".encode()).digest()


def _preference(source: Source, seed: int, seen: Collection[int]) -> list[int]:
    return sorted(source.versions, key=lambda v: (v in seen, _chance(seed, source.place, v)))


def _match(sources: Sequence[Source], order: Any) -> tuple[dict[int, int], dict[int, int]]:
    """{version: number of the source that takes it}, and {number: how many it lacks}.

    The largest matching there is, by shortest augmenting paths: a source that finds nothing free
    asks another to take something else instead.
    """
    wishes = [list(order(source)) for source in sources]
    taken: dict[int, int] = {}
    short: dict[int, int] = {}
    # Those with the least to choose from first, so that paths stay short and preferences hold.
    for number in sorted(range(len(sources)), key=lambda n: (len(wishes[n]) - sources[n].count, n)):
        for filled in range(sources[number].count):
            if not _augment(number, wishes, taken):
                short[number] = sources[number].count - filled
                break
    return taken, short


def _augment(start: int, wishes: Sequence[Sequence[int]], taken: dict[int, int]) -> bool:
    """Give source `start` one more version, moving others where that helps; whether it worked."""
    gave: dict[int, tuple[int, int]] = {}  # who would hand over which version to whom
    queue = deque([start])
    while queue:
        asking = queue.popleft()
        for version in wishes[asking]:
            owner = taken.get(version)
            if owner is None:
                while True:
                    taken[version] = asking
                    if asking == start:
                        return True
                    version, asking = gave[asking]
            if owner not in gave and owner != start:
                gave[owner] = (version, asking)
                queue.append(owner)
    return False
