"""Draws a paper: which items stand in it and in what order; the same seed draws the same paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from lms.domain.exam.matching import Filled, fill, first_non_enemies
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import decimal_text

_CHECKED = 500
"""Tries of the check, and of a draw that found nothing in the order of its own seed."""
_TRIED = 60


@dataclass(frozen=True, slots=True)
class Case:
    """A text to read, and the questions about it in the order in which they are asked."""

    text: int
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A draw with the item versions it may take, or a fixed item: then one of one.

    An item stands here with one version only, so that distinct versions are distinct items. A draw of
    cases takes their texts, and `each` questions of every one.
    """

    place: str
    """Where it stands in the plan: "section[1].draw[2]"."""
    section: int
    """From 1."""
    count: int
    points: Decimal
    """Of each question; the text of a case earns nothing."""
    versions: tuple[int, ...]
    cases: tuple[Case, ...] = ()
    each: int = 0
    groups: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(version, its groups of enemies): who shares a group stands in different papers."""
    together: str = ""
    """Sources of a section that say the same here stay together when items are shuffled."""

    @property
    def every(self) -> tuple[int, ...]:
        """All versions that it may bring into a paper."""
        return (*self.versions, *(question for case in self.cases for question in case.questions))


@dataclass(frozen=True, slots=True)
class Entry:
    """One position of a paper."""

    section: int
    version: int
    points: Decimal


def assemble(
    sources: Sequence[Source], seed: int, *, shuffle: bool = True, seen: Collection[int] = ()
) -> tuple[Entry, ...]:
    """The paper of this seed: sections in order, no version twice, no two enemies, unseen versions first.

    Sources that share no version give each of their versions the same chance. Raises ValueError if
    the sources cannot be filled; `shortages` says so beforehand.
    """
    wishes = [_preference(source, seed, seen) for source in sources]
    filled = _fill(sources, wishes, _TRIED)
    if not filled.whole:
        # Whatever the seed wishes, what the check found is there.
        filled = _fill(sources, [source.versions for source in sources], _CHECKED)
    if not filled.whole:
        raise ValueError("the pool cannot fill the plan")
    blocks: dict[object, list[Entry]] = {}
    for number, source in enumerate(sources):
        for version in wishes[number]:
            if filled.held.get(version) == number:
                key = (source.section, source.together) if source.together else version
                blocks.setdefault(key, []).extend(_block(source, version, seed, seen))
    drawn = list(blocks.values())
    if shuffle:
        drawn.sort(key=lambda block: _chance(seed, "order", block[0].version))
    drawn.sort(key=lambda block: block[0].section)
    return tuple(entry for block in drawn for entry in block)


def shortages(sources: Sequence[Source]) -> list[Problem]:
    """Which sources lack how many items. Without any, `assemble` succeeds for every seed.

    Where there are no enemies beyond one group each, it is exact the other way round as well: what is
    called lacking cannot be drawn. Otherwise a search that found nothing in time says so too.
    """
    filled = _fill(sources, [source.versions for source in sources], _CHECKED)
    lacking = [_lack(sources[number], lacks) for number, lacks in sorted(filled.short.items())]
    return lacking + [_quarrel(sources[number]) for number in sorted(filled.clash)]


def without(sources: Sequence[Source], gone: Collection[int]) -> tuple[Source, ...]:
    """The same sources without these versions; a case that has too few questions left goes as well."""
    if not gone:
        return tuple(sources)
    return tuple(_without(source, gone) for source in sources)


def dump(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """As the database keeps it; what came later only where it says something."""
    return [
        {
            "place": source.place,
            "section": source.section,
            "count": source.count,
            "points": decimal_text(source.points),
            "versions": list(source.versions),
            **({"cases": [[case.text, *case.questions] for case in source.cases]} if source.cases else {}),
            **({"each": source.each} if source.each else {}),
            **(
                {"groups": [[version, *groups] for version, groups in source.groups]} if source.groups else {}
            ),
            **({"together": source.together} if source.together else {}),
        }
        for source in sources
    ]


def load(data: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    """What `dump` wrote."""
    return tuple(
        Source(
            row["place"],
            row["section"],
            row["count"],
            Decimal(row["points"]),
            tuple(row["versions"]),
            tuple(Case(text, tuple(questions)) for text, *questions in row.get("cases", ())),
            row.get("each", 0),
            tuple((version, tuple(groups)) for version, *groups in row.get("groups", ())),
            row.get("together", ""),
        )
        for row in data
    )


def _fill(sources: Sequence[Source], wishes: Sequence[Sequence[int]], tries: int) -> Filled:
    own = {version: frozenset(named) for source in sources for version, named in source.groups}
    groups = dict(own)
    for case in (case for source in sources for case in source.cases):
        for version in case.questions:  # whichever of them are asked
            if met := own.get(version):
                groups[case.text] = groups.get(case.text, frozenset()) | met
    return fill(wishes, [source.count for source in sources], groups, tries)


def _block(source: Source, version: int, seed: int, seen: Collection[int]) -> list[Entry]:
    """What stands together: the version, or the text of a case with its questions."""
    case = next((case for case in source.cases if case.text == version), None)
    if case is None:
        return [Entry(source.section, version, source.points)]
    order = sorted(case.questions, key=lambda v: (v in seen, _chance(seed, source.place, v)))
    asked = choose(case, source, order) or choose(case, source, case.questions)
    text = Entry(source.section, case.text, Decimal(0))
    return [text, *(Entry(source.section, v, source.points) for v in case.questions if v in asked)]


def choose(case: Case, source: Source, order: Sequence[int]) -> list[int]:
    """As many questions of a case as the source asks, no two of them enemies, by this preference."""
    groups = {version: frozenset(named) for version, named in source.groups}
    return first_non_enemies(order, source.each, groups, groups.get(case.text, frozenset()))


def _without(source: Source, gone: Collection[int]) -> Source:
    left = [Case(c.text, tuple(v for v in c.questions if v not in gone)) for c in source.cases]
    cases = tuple(c for c in left if c.text not in gone and choose(c, source, c.questions))
    texts = {case.text for case in cases}
    kept = (v in texts if source.cases else v not in gone for v in source.versions)
    versions = tuple(v for v, keep in zip(source.versions, kept, strict=True) if keep)
    return replace(source, versions=versions, cases=cases)


def _lack(source: Source, lacking: int) -> Problem:
    found = len(source.versions)
    if source.each:
        what = Text(
            f"要 {source.count} 个材料，符合条件、小题够 {source.each} 道的有 {found} 个，还缺 {lacking} 个",
            f"asks for {source.count} cases, {found} fit and have {source.each} questions, {lacking} are lacking",
        )
    else:
        what = Text(
            f"要 {source.count} 题，符合条件的有 {found} 题，还缺 {lacking} 题",
            f"asks for {source.count}, {found} fit, {lacking} are lacking",
        )
    if found >= source.count and source.groups:
        what += Text(
            "（其余已被别处抽走，或互斥不能同卷）", " (others draw from the same ones, or they are enemies)"
        )
    elif found >= source.count:
        what += Text("（其余已被别处抽走）", " (others draw from the same ones)")
    return Problem(FieldPath(source.place), what, _MORE)


def _quarrel(source: Source) -> Problem:
    what = Text(
        "符合条件的题中互斥的太多，不能保证排出一份完整的试卷",
        "too many of the questions that fit are enemies: a whole paper cannot be promised",
    )
    return Problem(FieldPath(source.place), what, _MORE)


_MORE = Text(
    "请减少题数、放宽条件，或补充并审核试题", "Ask for fewer, widen the filter, or write and approve more"
)


def _chance(seed: int, purpose: str, version: int) -> bytes:
    # A hash and not `random`: anyone can draw the paper again, with any version of any language.
    return sha256(f"{seed}:{purpose}:{version}".encode()).digest()


def _preference(source: Source, seed: int, seen: Collection[int]) -> list[int]:
    return sorted(source.versions, key=lambda v: (v in seen, _chance(seed, source.place, v)))
