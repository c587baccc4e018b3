"""Give every source its versions: none twice, no two enemies, preferred ones first; exact, or it says it gave up."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Groups = Mapping[int, frozenset[str]]
"""The groups of enemies that a version belongs to; a version without any may be left out."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Which source gets which versions; complete if no source is short and no versions clash."""

    source_of: dict[int, int]
    """The source by version."""
    short: dict[int, int] = field(default_factory=dict)
    """How many versions a source lacks."""
    clash: frozenset[int] = frozenset()
    """Sources whose versions are enemies, in the first attempt that failed."""
    given_up: bool = False
    """The tries were used up; a complete matching may exist all the same."""

    @property
    def is_complete(self) -> bool:
        return not self.short and not self.clash


def fill(wishes: Sequence[Sequence[int]], counts: Sequence[int], groups: Groups, tries: int) -> Matching:
    """Give source n counts[n] of wishes[n], which are in the order of preference.

    Versions that share their largest group compete for one place, which a matching decides exactly.
    Enemies through other groups are separated by search: where two were taken, one of them has to
    go, so both are tried. The search gives up after `tries`.
    """
    keys = _exclusive_keys(groups)
    taken: dict[object, tuple[int, int]] = {}
    short = _match(wishes, counts, keys, taken)
    if short:
        return Matching(_sources_by_version(taken), short)
    first_clash = frozenset[int]()
    stack: list[tuple[frozenset[int], dict[object, tuple[int, int]]]] = [(frozenset(), taken)]
    while stack:
        if not tries:
            return Matching(_sources_by_version(taken), clash=first_clash, given_up=True)
        tries -= 1
        banned, now = stack.pop()
        pair = _enemy_pair(now, groups)
        if pair is None:
            return Matching(_sources_by_version(now))
        first_clash = first_clash or frozenset(source for source, _ in pair)
        # First without the version whose source has more to choose from.
        for source, version in sorted(pair, key=lambda p: len(wishes[p[0]]) - counts[p[0]]):
            without = banned | {version}
            then = dict(now)
            del then[keys.get(version, version)]
            if _augment(source, wishes, without, keys, then):
                stack.append((without, then))
    return Matching(_sources_by_version(taken), clash=first_clash)


def first_non_enemies(
    versions: Iterable[int], count: int, groups: Groups, used: frozenset[str] = frozenset()
) -> list[int]:
    """Return the first `count` of the versions, in their order, of which no two are enemies; [] if there are none."""
    ordered = list(versions)
    stack: list[tuple[int, tuple[int, ...], frozenset[str]]] = [(0, (), used)]
    for _ in range(_MOST_STEPS):
        if not stack:
            break
        place, chosen, excluded = stack.pop()
        if len(chosen) == count:
            return list(chosen)
        if place == len(ordered) or len(chosen) + len(ordered) - place < count:
            continue
        own = groups.get(ordered[place], frozenset())
        stack.append((place + 1, chosen, excluded))
        if not own & excluded:
            stack.append((place + 1, (*chosen, ordered[place]), excluded | own))
    return []


_MOST_STEPS = 5_000


def _exclusive_keys(groups: Groups) -> dict[int, object]:
    """Return the largest group of every version that has any: of those that share it only one can be taken."""
    size = Counter(group for own in groups.values() for group in own)
    return {
        version: ("group", max(own, key=lambda group: (size[group], group)))
        for version, own in groups.items()
        if own
    }


def _match(
    wishes: Sequence[Sequence[int]],
    counts: Sequence[int],
    keys: Mapping[int, object],
    taken: dict[object, tuple[int, int]],
) -> dict[int, int]:
    """Fill `taken` with a maximum matching, by shortest augmenting paths; return how many each source lacks."""
    short: dict[int, int] = {}
    spare = [len(own) - count for own, count in zip(wishes, counts, strict=True)]
    # Sources with the least to choose from come first, so that paths stay short and preferences hold; one
    # that can never be filled comes last: it is to blame, and not those from which it would take.
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
    """Give source `start` one more version, moving others where that helps; return whether it worked.

    A source that finds no free version asks another to take a different one instead.
    """
    gave: dict[int, tuple[int, int]] = {}  # by source: the version it would give up, and for which source
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


def _enemy_pair(taken: Mapping[object, tuple[int, int]], groups: Groups) -> list[tuple[int, int]] | None:
    """Return two that were taken and are enemies, as (source, version); None if there are none."""
    first_of_group: dict[str, tuple[int, int]] = {}
    for pair in taken.values():
        for group in sorted(groups.get(pair[1], ())):
            if group in first_of_group:
                return [first_of_group[group], pair]
            first_of_group[group] = pair
    return None


def _sources_by_version(taken: Mapping[object, tuple[int, int]]) -> dict[int, int]:
    return {version: source for source, version in taken.values()}
