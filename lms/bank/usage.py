"""Where items are used. The bank does not know the packages that use items, so they register functions here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.domain.problem import Text

UsageSource = Callable[[Session, Mapping[int, int]], Sequence[Text]]
"""Given {version id: its number} of one item, a line for each place where one of them is used."""

_sources: list[UsageSource] = []


def register_usage(source: UsageSource) -> None:
    """Register a higher package's function that says where it uses items; called in lms/app.py. Idempotent."""
    if source not in _sources:
        _sources.append(source)


def item_usage(session: Session, versions: Mapping[int, int]) -> list[Text]:
    """Return every place where a version of the item is used."""
    return [line for source in _sources for line in source(session, versions)]


ReasonSource = Callable[[Session, Collection[int]], Mapping[int, Text]]
"""Given the ids of versions, why each of those that are used has to be kept."""

_reason_sources: list[ReasonSource] = []


def register_reasons_to_keep(source: ReasonSource) -> None:
    """Register a higher package's function that says which versions it uses; called in lms/app.py. Idempotent."""
    if source not in _reason_sources:
        _reason_sources.append(source)


def reasons_to_keep(session: Session, version_ids: Collection[int]) -> dict[int, Text]:
    """Return which of these versions are used, with the reason to keep each of them."""
    return {id_: why for source in _reason_sources for id_, why in source(session, version_ids).items()}


@dataclass(frozen=True, slots=True)
class ExamUsage:
    """An exam that may draw some items, or has asked them."""

    exam_id: int
    title: Text
    may_draw: bool
    """Whether its current version may draw one of them."""
    sittings: int
    """Scored sittings whose forms had one of them,"""
    people: int
    """by so many people,"""
    scored_sittings: int
    """out of so many scored sittings of this exam."""


ExamUsageSource = Callable[[Session, Collection[int]], Sequence[ExamUsage]]
"""Given the ids of versions, the exams that use them."""

_exam_sources: list[ExamUsageSource] = []


def register_exam_usage(source: ExamUsageSource) -> None:
    """Register a higher package's function that says which exams use versions; called in lms/app.py. Idempotent."""
    if source not in _exam_sources:
        _exam_sources.append(source)


def exam_usage(session: Session, version_ids: Collection[int]) -> list[ExamUsage]:
    """Return every exam that may draw one of these versions or has asked it, by title."""
    if not version_ids:
        return []
    exams = [exam for source in _exam_sources for exam in source(session, version_ids)]
    return sorted(exams, key=lambda exam: (exam.title.zh, exam.exam_id))


def exposure(exams: Sequence[ExamUsage]) -> tuple[int, int, int]:
    """Return (sittings that had an item, scored sittings of these exams, people), summed over all exams."""
    return (
        sum(exam.sittings for exam in exams),
        sum(exam.scored_sittings for exam in exams),
        sum(exam.people for exam in exams),
    )
