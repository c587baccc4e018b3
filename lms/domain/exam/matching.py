"""Gives every source its versions: none twice, no two enemies, preferences first; exact, or honest about it."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Groups = Mapping[int, frozenset[str]]
"""The groups of enemies that a version belongs to; one that has none may be left out."""


@dataclass(frozen=True, slots=True)
class Filled:
    """`held` says which source holds a version; it is a whole answer when nothing is short and nothing clashes."""

    held: dict[int, int]
    short: dict[int, int] = field(default_factory=dict)
    """How many versions a source lacks."""
    clash: frozenset[int] = frozenset()
    """Sources whose versions are enemies, in the first attempt that failed."""
    given_up: bool = False
    """There may be an answer, but it was not found in as many tries."""

    @property
    def whole(self) -> bool:
        return not self.short and not self.clash


def fill(wishes: Sequence[Sequence[int]], counts: Sequence[int], groups: Groups, tries: int) -> Filled:
    """Source n gets counts[n] of wishes[n], which stand in the order of preference.

    Versions that share their largest group compete for one place, which a matching decides exactly.
    Enemies through other groups are kept apart by search: where two were taken, one of them has to
    go, so both are tried. More than `tries` of that are given up.
    """
    keys = _keys(groups)
    taken: dict[object, tuple[int, int]] = {}
    short = _first(wishes, counts, keys, taken)
    if short:
        return Filled(_held(taken), short)
    first = frozenset[int]()
    stack: list[tuple[frozenset[int], dict[object, tuple[int, int]]]] = [(frozenset(), taken)]
    while stack:
        if not tries:
            return Filled(_held(taken), clash=first, given_up=True)
        tries -= 1
        banned, now = stack.pop()
        pair = _clash(now, groups)
        if pair is None:
            return Filled(_held(now))
        first = first or frozenset(source for source, _ in pair)
        # First without the one whose source has more to choose from.
        for source, version in sorted(pair, key=lambda p: len(wishes[p[0]]) - counts[p[0]]):
            without = banned | {version}
            then = dict(now)
            del then[keys.get(version, version)]
            if _augment(source, wishes, without, keys, then):
                stack.append((without, then))
    return Filled(_held(taken), clash=first)


def first_non_enemies(
    versions: Iterable[int], count: int, groups: Groups, used: frozenset[str] = frozenset()
) -> list[int]:
    """The first `count` of the versions, in their order, of which no two are enemies; [] if there are none."""
    rest = list(versions)
    stack: list[tuple[int, tuple[int, ...], frozenset[str]]] = [(0, (), used)]
    for _ in range(_STEPS):
        if not stack:
            break
        place, chosen, met = stack.pop()
        if len(chosen) == count:
            return list(chosen)
        if place == len(rest) or len(chosen) + len(rest) - place < count:
            continue
        own = groups.get(rest[place], frozenset())
        stack.append((place + 1, chosen, met))
        if not own & met:
            stack.append((place + 1, (*chosen, rest[place]), met | own))
    return []


_STEPS = 5_000


def _keys(groups: Groups) -> dict[int, object]:
    """The largest group of every version that has one: of those that share it only one can be taken."""
    size = Counter(group for own in groups.values() for group in own)
    return {
        version: ("group", max(own, key=lambda group: (size[group], group)))
        for version, own in groups.items()
        if own
    }


def _first(
    wishes: Sequence[Sequence[int]],
    counts: Sequence[int],
    keys: Mapping[int, object],
    taken: dict[object, tuple[int, int]],
) -> dict[int, int]:
    """Fills `taken`; returns what is lacking. The largest matching there is, by shortest augmenting paths."""
    short: dict[int, int] = {}
    spare = [len(own) - count for own, count in zip(wishes, counts, strict=True)]
    # Those with the least to choose from first, so that paths stay short and preferences hold; but what
    # can never be filled comes last: it is to blame, and not those from which it would take.
    for number in sorted(range(len(wishes)), key=lambda n: (spare[n] < 0, spare[n], n)):
        for filled in range(counts[number]):
            if not _augment(number, wishes, frozenset(), keys, taken):
                short[number] = counts[number] - filled
                break
    return short


def _augment(
    start: int,
    wishes: Sequence[Sequence[int]],
    banned: frozenset[int],
    keys: Mapping[int, object],
    taken: dict[object, tuple[int, int]],
) -> bool:
    """Give source `start` one more version, moving others where that helps; whether it worked.

    A source that finds nothing free asks another to take something else instead.
    """
    gave: dict[int, tuple[int, int]] = {}  # who would hand over which version to whom
    queue = deque([start])
    while queue:
        asking = queue.popleft()
        for version in wishes[asking]:
            if version in banned:
                continue
            owner = taken.get(keys.get(version, version))
            if owner is None:
                while True:
                    taken[keys.get(version, version)] = (asking, version)
                    if asking == start:
                        return True
                    version, asking = gave[asking]
            if owner[0] not in gave and owner[0] != start:
                gave[owner[0]] = (version, asking)
                queue.append(owner[0])
    return False


def _clash(taken: Mapping[object, tuple[int, int]], groups: Groups) -> list[tuple[int, int]] | None:
    """Two that were taken and are enemies, as (source, version)."""
    met: dict[str, tuple[int, int]] = {}
    for one in taken.values():
        for group in sorted(groups.get(one[1], ())):
            if group in met:
                return [met[group], one]
            met[group] = one
    return None


def _held(taken: Mapping[object, tuple[int, int]]) -> dict[int, int]:
    return {version: source for source, version in taken.values()}
