"""Find published exams, with their plans."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    select,
    union,
)
from sqlalchemy.orm import Session

from lms.bank.models import Item, ItemVersion
from lms.domain.exam import assembly, blueprint
from lms.domain.exam.assembly import Source
from lms.domain.exam.blueprint import Plan
from lms.domain.problem import Text
from lms.exams import messages
from lms.exams.models import Exam, ExamUnit, ExamVersion
from lms.people.models import Unit

EVERYBODY, UNITS, LISTED = AUDIENCES = ("everybody", "units", "listed")
"""Who may sit an exam: every trainee, the trainees of some units, or only those on its list."""


_AUDIENCE_NAMES = {
    EVERYBODY: Text("全体学员", "All trainees"),
    UNITS: Text("部分单位", "Some units"),
    LISTED: Text("名单", "The list"),
}


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
    audience: str = EVERYBODY
    unit_paths: tuple[str, ...] = ()
    """Of the units whose people may sit it, those below included, if `audience` is UNITS."""

    @property
    def audience_name(self) -> Text:
        """The audience in a word or two."""
        return _AUDIENCE_NAMES[self.audience]

    def is_for(self, unit_path: str, *, listed: bool) -> bool:
        """Whether somebody of this unit may sit it. The list adds people to those of the units."""
        return (
            self.audience == EVERYBODY
            or listed
            or (self.audience == UNITS and unit_path.startswith(self.unit_paths))
        )


_EXAM = Exam.__table__.c


def all_exams(session: Session) -> list[Published]:
    """Return every exam's current version, by short name."""
    return [_published(row) for row in session.execute(_all())]


def get_exam(session: Session, exam_id: int) -> Published:
    """Return the current version of one exam. Raise Refused (404) if there is no such exam."""
    row = session.execute(_by_id(), {"exam": exam_id}).first()
    if row is None:
        raise messages.exam_not_found()
    return _published(row)


def by_slug(session: Session, slug: str) -> Published | None:
    """Return the current version of the exam with this short name; None if it was never published."""
    row = session.execute(_current().where(_EXAM.slug == slug)).first()
    return None if row is None else _published(row)


def was_published(session: Session, slug: str) -> bool:
    """Return whether there is an exam with this short name, also a retired one."""
    return session.scalar(select(Exam.id).where(Exam.slug == slug)) is not None


def was_from_file(session: Session, slug: str) -> bool:
    """Return whether a version of this exam was published from a content file."""
    query = select(ExamVersion.id).join(Exam, Exam.id == ExamVersion.exam_id)
    query = query.where(Exam.slug == slug, ExamVersion.published_by.is_(None)).limit(1)
    return session.scalar(query) is not None


def exam_with_sources(session: Session, exam_id: int) -> tuple[Published, tuple[Source, ...]]:
    """Return an exam and the sources from which it may still draw, in two queries.

    A version stays frozen, but an item that was retired since, or is now for practice only, is not
    served. Raise Refused if too few items are left.
    """
    row = session.execute(_with_pool(), {"exam": exam_id}).first()
    if row is None:
        raise messages.exam_not_found()
    withdrawn = withdrawn_versions(session)
    sources = assembly.without_versions(_pool(row.pool), withdrawn)
    if withdrawn and assembly.shortages(sources):
        raise messages.too_few_items_left()
    return _published(row), sources


def withdrawn_versions(session: Session) -> set[int]:
    """Return the versions that no exam serves any more, published or not."""
    return set(session.scalars(_withdrawn()))


def plan_of(stored: dict[str, Any]) -> Plan:
    """Return the plan that a version stores; it was checked when it was published."""
    return plan_from_json(json.dumps(stored))


@lru_cache(maxsize=500)
def plan_from_json(stored: str) -> Plan:
    """Return the plan of its JSON. Cached: every page of a sitting needs it, and it never changes."""
    plan = blueprint.load(json.loads(stored))
    if isinstance(plan, list):
        raise ValueError("; ".join(problem.line("en") for problem in plan))
    return plan


@lru_cache(maxsize=50)
def _pool(stored: str) -> tuple[Source, ...]:
    """Return the pool of a version. Cached: it never changes either."""
    return assembly.load(json.loads(stored))


@cache
def _current() -> Select[Any]:
    """Build the query once, like those based on it: building a statement costs more than running it."""
    exam, version = Exam.__table__, ExamVersion.__table__
    return select(
        exam.c.id,
        exam.c.slug,
        exam.c.state,
        exam.c.opens_at,
        exam.c.closes_at,
        exam.c.access_code,
        exam.c.audience,
        _unit_paths().label("unit_paths"),
        version.c.id.label("version_id"),
        version.c.number,
        cast(version.c.plan, String).label("plan"),
    ).join_from(exam, version, and_(version.c.exam_id == exam.c.id, version.c.number == exam.c.number))


def _unit_paths() -> ScalarSelect[Any]:
    """The paths of the exam's units, joined: they contain digits and slashes only."""
    return (
        select(func.aggregate_strings(Unit.path, ","))
        .join(ExamUnit, ExamUnit.unit_id == Unit.id)
        .where(ExamUnit.exam_id == _EXAM.id)
        .correlate(Exam.__table__)
        .scalar_subquery()
    )


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
def _withdrawn() -> CompoundSelect[Any]:
    """Every version of the items that are retired, or whose approved version is for practice only.

    A retired item that somebody edits is a draft that has no approved version and is not in its first.
    """
    version, item = ItemVersion.__table__, Item.__table__
    approved = version.alias("approved")
    is_approved = (approved.c.item_id == item.c.id) & (approved.c.number == item.c.approved_number)
    of_items = select(version.c.id).join_from(version, item, item.c.id == version.c.item_id)
    edited = item.c.state.in_(("draft", "in_review")) & item.c.approved_number.is_(None) & (item.c.number > 1)
    return union(
        of_items.where(item.c.state == "retired"),
        of_items.where(edited),
        of_items.join(approved, is_approved).where(approved.c.practice),
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
        row.audience,
        tuple(sorted((row.unit_paths or "").split(","))) if row.unit_paths else (),
    )
