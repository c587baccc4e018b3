"""A completion record as programs read it: exact numbers as text, times in UTC."""

from typing import Any

from lms.platform.clock import iso
from lms.records.models import CompletionRecord


def as_json(record: CompletionRecord) -> dict[str, Any]:
    """The row of the API; `corrects` names the record that this one replaces."""
    return {
        "id": record.id,
        "login": record.login,
        "name": record.name,
        "unit": record.unit_name,
        "post": record.post,
        "rank": record.rank,
        "course": record.course_slug,
        "course_title": record.course_title,
        "competency": record.competency_id,
        "level": record.level,
        "hours": str(record.hours),
        "score": None if record.score is None else str(record.score),
        "most": None if record.most is None else str(record.most),
        "completed_at": iso(record.completed_at),
        "corrects": record.corrects_id,
        "reason": record.reason,
    }
