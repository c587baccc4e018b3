"""Finds the competencies and their names, for pages and reports."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.competency.models import Competency


def all_competencies(session: Session) -> list[Competency]:
    """Return every competency in its order."""
    return list(session.scalars(select(Competency).order_by(Competency.order)))


def competency_names(session: Session) -> dict[str, dict[str, str]]:
    """Return {id: {"zh", "en"}}."""
    return {competency.id: competency.name for competency in all_competencies(session)}


def area_names(session: Session) -> dict[tuple[str, str], dict[str, str]]:
    """Return {(competency, area): {"zh", "en"}}; an area that somebody typed has no other name."""
    return {
        (competency.id, area): name
        for competency in all_competencies(session)
        for area, name in competency.areas.items()
    }
