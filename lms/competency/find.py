"""Finds the competencies and their names, for pages and reports."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.competency.models import Competency


def all_competencies(session: Session) -> list[Competency]:
    """Return every competency in its order."""
    return list(session.scalars(select(Competency).order_by(Competency.order)))


def competency_names(session: Session) -> dict[str, dict[str, str]]:
    """Return {id: {"zh", "en"}}."""
    return competency_and_area_names(session)[0]


def area_names(session: Session) -> dict[tuple[str, str], dict[str, str]]:
    """Return {(competency, area): {"zh", "en"}}; an area that somebody typed has no other name."""
    return competency_and_area_names(session)[1]


def competency_and_area_names(
    session: Session,
) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str], dict[str, str]]]:
    """Return `competency_names` and `area_names` with one query."""
    found = all_competencies(session)
    areas = {(one.id, area): name for one in found for area, name in one.areas.items()}
    return {one.id: one.name for one in found}, areas
