"""Loads the competencies of the content files into the database."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.competency.models import Competency
from lms.content.courses import CompetencyContent


def load(session: Session, competencies: Sequence[CompetencyContent]) -> int:
    """Add or update each one; return how many changed. None is removed, because records refer to them."""
    changed = 0
    for content in competencies:
        columns = {
            "order": content.order,
            "name": content.name,
            "summary": content.summary,
            "levels": list(content.levels),
            "areas": content.areas,
        }
        competency = session.get(Competency, content.id)
        if competency is None:
            session.add(Competency(id=content.id, **columns))
            changed += 1
        elif any(getattr(competency, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(competency, name, value)
            changed += 1
    session.flush()
    return changed
