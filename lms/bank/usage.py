"""Where items are used: the bank does not know who draws from it, so those who draw tell it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.domain.problem import Text

Source = Callable[[Session, Mapping[int, int]], Sequence[Text]]
"""Given {version id: its number} of one item, a line for each place where one of them is used."""

_sources: list[Source] = []


def register_usage(source: Source) -> None:
    """A higher room says where it uses items; called in lms/app.py."""
    if source not in _sources:
        _sources.append(source)


def used(session: Session, versions: Mapping[int, int]) -> list[Text]:
    """Every place where a version of the item is used."""
    return [line for source in _sources for line in source(session, versions)]


def numbers(found: Sequence[int]) -> Text:
    """ "第 1、3 版", "versions 1, 3"."""
    listed = [str(number) for number in sorted(found)]
    return Text(f"第 {'、'.join(listed)} 版", f"version{'s' if len(listed) > 1 else ''} {', '.join(listed)}")


Taken = Callable[[Session, Collection[int]], Mapping[int, Text]]
"""Given the ids of versions, why each of those that are used has to stay."""

_takers: list[Taken] = []


def register_taken(taker: Taken) -> None:
    """A higher room says which versions it uses; called in lms/app.py."""
    if taker not in _takers:
        _takers.append(taker)


def taken(session: Session, version_ids: Collection[int]) -> dict[int, Text]:
    """Which of these versions something uses, with the reason to leave them alone."""
    return {id_: why for taker in _takers for id_, why in taker(session, version_ids).items()}


@dataclass(frozen=True, slots=True)
class Where:
    """An exam that may draw some items, or has asked them."""

    exam_id: int
    title: Text
    draws: bool
    """Whether its current version may draw one of them."""
    seen: int
    """Sittings with a score whose papers held one of them,"""
    people: int
    """by so many people,"""
    of: int
    """out of so many sittings of this exam with a score."""


Exams = Callable[[Session, Collection[int]], Sequence[Where]]
"""Given the ids of versions, the exams they have to do with."""

_exams: list[Exams] = []


def register_exams(source: Exams) -> None:
    """A higher room says which exams draw or have asked item versions; called in lms/app.py."""
    if source not in _exams:
        _exams.append(source)


def exams(session: Session, version_ids: Collection[int]) -> list[Where]:
    """Every exam that draws one of these versions or has asked it, by its title."""
    found = [where for source in _exams for where in source(session, version_ids)] if version_ids else []
    return sorted(found, key=lambda where: (where.title.zh, where.exam_id))


def exposure(found: Sequence[Where]) -> tuple[int, int, int]:
    """(sittings that held one, sittings of the exams that could, people) over all of them."""
    return sum(w.seen for w in found), sum(w.of for w in found), sum(w.people for w in found)
