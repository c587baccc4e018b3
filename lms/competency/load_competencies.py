"""Brings the competencies of the content files into the database."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.competency.models import Competency
from lms.content.courses import CompetencyContent


def load(session: Session, competencies: Sequence[CompetencyContent]) -> int:
    """Add or update each one; returns how many changed. None is removed: records name them."""
    changed = 0
    for content in competencies:
        said = {
            "order": content.order,
            "name": content.name,
            "summary": content.summary,
            "levels": list(content.levels),
        }
        found = session.get(Competency, content.id)
        if found is None:
            session.add(Competency(id=content.id, **said))
            changed += 1
        elif any(getattr(found, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(found, name, value)
            changed += 1
    session.flush()
    return changed
