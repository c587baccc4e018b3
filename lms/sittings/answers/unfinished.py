"""Finds the answers in which something is still to be filled in: pages point them out, and they are kept as they are."""

from sqlalchemy.orm import Session

from lms import questions
from lms.exams.items import paper_items
from lms.sittings.find import CurrentAnswers, SittingView


def unfinished_positions(session: Session, sitting: SittingView, current: CurrentAnswers) -> frozenset[int]:
    """Return the positions of a sitting whose answer is begun and not finished. At most one query."""
    versions = {place.number: place.version_id for place in sitting.paper if place.number in current.answered}
    items = paper_items(session, set(versions.values()))
    return frozenset(
        number
        for number, version_id in versions.items()
        if questions.is_unfinished(items[version_id].question, current.answers[number].response)
    )
