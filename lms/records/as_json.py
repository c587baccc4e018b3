"""Writes a completion record as JSON: exact numbers as text, times in UTC."""

from typing import Annotated, TypedDict, cast

from lms.platform.clock import iso
from lms.platform.json_schema import Exact, InBothLanguages, Note, Time
from lms.records.models import CompletionRecord


class Record(TypedDict):
    """A completion, with the names that person and course had at that time."""

    id: int
    login: str
    name: str
    unit: Annotated[str, Note("Its name")]
    post: str
    rank: str
    course: Annotated[str, Note("The name of the course in addresses")]
    course_title: InBothLanguages
    competency: str
    level: int
    hours: Exact
    score: Exact | None
    most: Exact | None
    completed_at: Time
    corrects: Annotated[int | None, Note("The record that this one replaces")]
    reason: str
    withdrawn: Annotated[
        bool, Note("Whether the completion was withdrawn: it does not count, and its hours are 0")
    ]


def as_json(record: CompletionRecord) -> Record:
    """Return the record as the API sends it."""
    return {
        "id": record.id,
        "login": record.login,
        "name": record.name,
        "unit": record.unit_name,
        "post": record.post,
        "rank": record.rank,
        "course": record.course_slug,
        "course_title": cast(InBothLanguages, record.course_title),
        "competency": record.competency_id,
        "level": record.level,
        "hours": str(record.hours),
        "score": None if record.score is None else str(record.score),
        "most": None if record.most is None else str(record.most),
        "completed_at": iso(record.completed_at),
        "corrects": record.corrects_id,
        "reason": record.reason,
        "withdrawn": record.withdrawn,
    }
