"""What the competencies are called, for pages and reports."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.competency.models import Competency


def all_competencies(session: Session) -> list[Competency]:
    """Every competency in its order."""
    return list(session.scalars(select(Competency).order_by(Competency.order)))


def names(session: Session) -> dict[str, dict[str, str]]:
    """{id: {"zh", "en"}}."""
    return {competency.id: competency.name for competency in all_competencies(session)}
