"""Draw a form: which items are on it and in what order; the same seed draws the same form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from lms.domain.exam import messages
from lms.domain.exam.matching import Matching, fill, first_non_enemies
from lms.domain.place import FieldPath
from lms.domain.problem import Problem
from lms.domain.text.numbers import decimal_text

_CHECK_TRIES = 500
"""Tries of the check, and of a draw that failed in the order of its own seed."""
_DRAW_TRIES = 60


@dataclass(frozen=True, slots=True)
class Case:
    """A text to read, and the questions about it in the order in which they are asked."""

    text: int
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A draw with the item versions it may take, or a fixed item: then one version, and one is taken.

    An item has one version here, so that distinct versions are distinct items. A draw of cases takes
    their texts, and `each` questions of every one.
    """

    place: str
    """Its place in the plan: "section[1].draw[2]"."""
    section: int
    """From 1."""
    count: int
    points: Decimal
    """Of each question; the stimulus of a case has no points."""
    versions: tuple[int, ...]
    cases: tuple[Case, ...] = ()
    each: int = 0
    groups: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(version, its groups of enemies): two versions of one group are never on the same form."""
    together: str = ""
    """Sources of a section with the same text here stay together when items are shuffled."""

    @property
    def all_versions(self) -> tuple[int, ...]:
        """Every version that it may put on a form."""
        return (*self.versions, *(question for case in self.cases for question in case.questions))


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """One position of a form."""

    section: int
    version: int
    points: Decimal


def assemble(
    sources: Sequence[Source], seed: int, *, shuffle: bool = True, seen: Collection[int] = ()
) -> tuple[DrawnItem, ...]:
    """Draw the form of this seed: sections in order, no version twice, no two enemies, unseen versions first.

    Sources that share no version give each of their versions the same chance. Raise ValueError if
    the sources cannot be filled; `shortages` finds that out beforehand.
    """
    wishes = [_by_preference(source, seed, seen) for source in sources]
    matching = _fill(sources, wishes, _DRAW_TRIES)
    if not matching.is_complete:
        # The order of this seed led nowhere; the order in which the check succeeded does.
        matching = _fill(sources, [source.versions for source in sources], _CHECK_TRIES)
    if not matching.is_complete:
        raise ValueError("the pool cannot fill the plan")
    blocks: dict[object, list[DrawnItem]] = {}
    for number, source in enumerate(sources):
        for version in wishes[number]:
            if matching.source_of.get(version) == number:
                key = (source.section, source.together) if source.together else version
                blocks.setdefault(key, []).extend(_block(source, version, seed, seen))
    ordered = list(blocks.values())
    if shuffle:
        ordered.sort(key=lambda block: _order_key(seed, "order", block[0].version))
    ordered.sort(key=lambda block: block[0].section)
    return tuple(drawn for block in ordered for drawn in block)


def shortages(sources: Sequence[Source]) -> list[Problem]:
    """Return which sources lack how many items; if none does, `assemble` succeeds for every seed.

    If no version has enemies in more than one group, the reverse holds too: what is reported as lacking
    cannot be drawn. Otherwise it may also be that the search gave up.
    """
    matching = _fill(sources, [source.versions for source in sources], _CHECK_TRIES)
    lacking = [_shortage(sources[number], count) for number, count in sorted(matching.short.items())]
    clashes = [sources[number].place for number in sorted(matching.clash)]
    return lacking + [Problem(FieldPath(place), *messages.TOO_MANY_ENEMIES) for place in clashes]


def without_versions(sources: Sequence[Source], gone: Collection[int]) -> tuple[Source, ...]:
    """Return the sources without these versions, and without cases that have too few questions left."""
    if not gone:
        return tuple(sources)
    return tuple(_source_without(source, gone) for source in sources)


def dump(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Return what the database stores; later keys only where they have a value, so that hashes stay."""
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
    """Return the sources that `dump` wrote."""
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


def _fill(sources: Sequence[Source], wishes: Sequence[Sequence[int]], tries: int) -> Matching:
    own = {version: frozenset(names) for source in sources for version, names in source.groups}
    groups = dict(own)
    for case in (case for source in sources for case in source.cases):
        for version in case.questions:  # any of them may be asked
            if names := own.get(version):
                groups[case.text] = groups.get(case.text, frozenset()) | names
    return fill(wishes, [source.count for source in sources], groups, tries)


def _block(source: Source, version: int, seed: int, seen: Collection[int]) -> list[DrawnItem]:
    """Return what stays together: the version, or the text of a case with its questions."""
    case = next((case for case in source.cases if case.text == version), None)
    if case is None:
        return [DrawnItem(source.section, version, source.points)]
    order = sorted(case.questions, key=lambda v: (v in seen, _order_key(seed, source.place, v)))
    asked = choose_questions(case, source, order) or choose_questions(case, source, case.questions)
    text = DrawnItem(source.section, case.text, Decimal(0))
    return [text, *(DrawnItem(source.section, v, source.points) for v in case.questions if v in asked)]


def choose_questions(case: Case, source: Source, order: Sequence[int]) -> list[int]:
    """Return as many questions of a case as the source asks, no two of them enemies, preferred ones first."""
    groups = {version: frozenset(names) for version, names in source.groups}
    return first_non_enemies(order, source.each, groups, groups.get(case.text, frozenset()))


def _source_without(source: Source, gone: Collection[int]) -> Source:
    reduced = [Case(c.text, tuple(v for v in c.questions if v not in gone)) for c in source.cases]
    cases = tuple(c for c in reduced if c.text not in gone and choose_questions(c, source, c.questions))
    texts = {case.text for case in cases}
    kept = (v in texts if source.cases else v not in gone for v in source.versions)
    versions = tuple(v for v, keep in zip(source.versions, kept, strict=True) if keep)
    return replace(source, versions=versions, cases=cases)


def _shortage(source: Source, lacking: int) -> Problem:
    found = len(source.versions)
    if source.each:
        what, how = messages.too_few_cases(source.count, source.each, found, lacking)
    else:
        what, how = messages.too_few_questions(source.count, found, lacking)
    if found >= source.count:
        what += messages.TAKEN_OR_ENEMIES if source.groups else messages.TAKEN_ELSEWHERE
    return Problem(FieldPath(source.place), what, how)


def _order_key(seed: int, purpose: str, version: int) -> bytes:
    # A hash and not `random`: the form can be drawn again with any version of any language.
    return sha256(f"{seed}:{purpose}:{version}".encode()).digest()


def _by_preference(source: Source, seed: int, seen: Collection[int]) -> list[int]:
    return sorted(source.versions, key=lambda v: (v in seen, _order_key(seed, source.place, v)))
