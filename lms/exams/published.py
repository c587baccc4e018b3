"""Finds published exams, with their plans as the rules know them."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, cast, select
from sqlalchemy.orm import Session

from lms.bank.models import Item, ItemVersion
from lms.domain.exam import assembly, blueprint
from lms.domain.exam.assembly import Source
from lms.domain.exam.blueprint import Plan
from lms.domain.problem import Refused, Text, not_found
from lms.exams.models import Exam, ExamVersion


@dataclass(frozen=True, slots=True)
class Published:
    """The current version of an exam."""

    id: int
    slug: str
    version_id: int
    number: int
    plan: Plan
    opens_at: datetime | None
    closes_at: datetime | None
    closed: bool
    """Taken out of use, whatever the window says."""
    access_code: str


_EXAM = Exam.__table__.c


def all_exams(session: Session) -> list[Published]:
    """Every exam's current version, by name."""
    return [_published(row) for row in session.execute(_all())]


def get_exam(session: Session, exam_id: int) -> Published:
    """The current version of one exam."""
    row = session.execute(_by_id(), {"exam": exam_id}).first()
    if row is None:
        raise not_found(Text("考试", "exam"))
    return _published(row)


def by_slug(session: Session, slug: str) -> Published | None:
    """The current version of the exam with this name, if it was ever published."""
    row = session.execute(_current().where(_EXAM.slug == slug)).first()
    return None if row is None else _published(row)


def was_from_file(session: Session, slug: str) -> bool:
    """Whether a content file once decided about this exam."""
    query = select(ExamVersion.id).join(Exam, Exam.id == ExamVersion.exam_id)
    found = query.where(Exam.slug == slug, ExamVersion.published_by.is_(None)).limit(1)
    return session.scalar(found) is not None


def exam_with_sources(session: Session, exam_id: int) -> tuple[Published, tuple[Source, ...]]:
    """An exam and what of its pool may still be drawn, in two queries.

    A version stays frozen, but an item that was retired since is served to nobody. Raises Refused if
    too little is left.
    """
    row = session.execute(_with_pool(), {"exam": exam_id}).first()
    if row is None:
        raise not_found(Text("考试", "exam"))
    retired = set(session.scalars(_retired()))
    sources = assembly.without_versions(_pool(row.pool), retired)
    if retired and assembly.shortages(sources):
        raise Refused(
            "exam.short",
            Text(
                "这场考试的部分试题刚被停用，暂时组不成卷",
                "Questions of this exam were retired, and too few are left",
            ),
            Text(
                "请联系组织考试的部门补充试题后再考",
                "Ask those who run the exam to add questions, then come back",
            ),
        )
    return _published(row), sources


def plan_of(stored: dict[str, Any]) -> Plan:
    """The plan that a version keeps; it was checked when it was published."""
    return plan_from_json(json.dumps(stored))


@lru_cache(maxsize=500)
def plan_from_json(stored: str) -> Plan:
    """The same of its JSON. Read once: every page of a sitting needs it, and it never changes."""
    plan = blueprint.load(json.loads(stored))
    if isinstance(plan, list):
        raise ValueError("; ".join(problem.line("en") for problem in plan))
    return plan


@lru_cache(maxsize=50)
def _pool(stored: str) -> tuple[Source, ...]:
    """A version's pool never changes either."""
    return assembly.load(json.loads(stored))


@cache
def _current() -> Select[Any]:
    """Made once, as all that follows from it: building a statement costs more than running it."""
    exam, version = Exam.__table__, ExamVersion.__table__
    return select(
        exam.c.id,
        exam.c.slug,
        exam.c.state,
        exam.c.opens_at,
        exam.c.closes_at,
        exam.c.access_code,
        version.c.id.label("version_id"),
        version.c.number,
        cast(version.c.plan, String).label("plan"),
    ).join_from(exam, version, and_(version.c.exam_id == exam.c.id, version.c.number == exam.c.number))


@cache
def _all() -> Select[Any]:
    return _current().order_by(_EXAM.slug)


@cache
def _by_id() -> Select[Any]:
    return _current().where(_EXAM.id == bindparam("exam"))


@cache
def _with_pool() -> Select[Any]:
    return _by_id().add_columns(cast(ExamVersion.__table__.c.pool, String).label("pool"))


@cache
def _retired() -> Select[Any]:
    version, item = ItemVersion.__table__, Item.__table__
    return (
        select(version.c.id)
        .join_from(version, item, item.c.id == version.c.item_id)
        .where(item.c.state == "retired")
    )


def _published(row: Any) -> Published:
    return Published(
        row.id,
        row.slug,
        row.version_id,
        row.number,
        plan_from_json(row.plan),
        row.opens_at,
        row.closes_at,
        row.state == "closed",
        row.access_code,
    )
