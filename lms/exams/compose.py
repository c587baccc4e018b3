"""Compose an exam on pages: create, copy, change and discard its draft."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.content.parse_values import SLUG
from lms.domain.access import Actor
from lms.domain.exam import blueprint
from lms.exams import messages, published
from lms.exams.models import Exam, ExamDraft
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore

Data = dict[str, Any]
"""A plan as lms.domain.exam.blueprint reads it, perhaps unfinished."""


_COPY_MARKS = {"zh": "（副本）", "en": " (copy)"}


@dataclass(frozen=True, slots=True)
class Arrangements:
    """The window and the code of the first publication."""

    opens_at: datetime | None
    closes_at: datetime | None
    access_code: str


def drafts(session: Session) -> Sequence[ExamDraft]:
    """Return every draft, by short name."""
    return session.scalars(select(ExamDraft).order_by(ExamDraft.slug)).all()


def get_draft(session: Session, draft_id: int, *, to_change: bool = False) -> ExamDraft:
    """Return a draft, locked if it is to be changed. Drafts are shared by everyone who composes exams."""
    query = select(ExamDraft).where(ExamDraft.id == draft_id)
    draft = session.scalar(query.with_for_update() if to_change else query)
    if draft is None:
        raise messages.draft_not_found()
    return draft


def by_slug(session: Session, slug: str) -> ExamDraft | None:
    """Return the draft of this exam; None if there is none."""
    return session.scalar(select(ExamDraft).where(ExamDraft.slug == slug))


def count_unpublished(session: Session, actor: Actor) -> int:
    """Count the actor's drafts that differ from what is published."""
    mine = select(func.count()).where(
        ExamDraft.author_id == actor.id,
        or_(ExamDraft.published.is_(None), ExamDraft.published != ExamDraft.version),
    )
    return session.scalar(mine) or 0


def create(session: Session, actor: Actor, title: dict[str, str], slug: str, now: datetime) -> ExamDraft:
    """Create a draft with the usual rules and no questions; without a short name it gets one by its day."""
    if slug and (not SLUG.fullmatch(slug) or len(slug) > 80):
        raise messages.invalid_slug()
    plan: Data = {"title": title, "minutes": 60, "attempts": 1, "pass_percent": "60", "section": []}
    return _add_draft(
        session, actor, slug or _free_slug(session, f"exam-{now:%Y%m%d}"), plan, now, exact=bool(slug)
    )


def draft_of_exam(session: Session, actor: Actor, exam_id: int, now: datetime) -> ExamDraft:
    """Return the draft of a published exam; create it from what is published if there is none."""
    exam = published.get_exam(session, exam_id)
    existing = by_slug(session, exam.slug)
    if existing is not None:
        return existing
    draft = _add_draft(session, actor, exam.slug, blueprint.dump(exam.plan), now, exact=True, of_exam=exam_id)
    draft.published = draft.version
    return draft


def copy_exam(session: Session, actor: Actor, exam_id: int, now: datetime) -> ExamDraft:
    """Create a draft of another exam with the plan of a published one."""
    exam = published.get_exam(session, exam_id)
    return _add_copy(session, actor, exam.slug, blueprint.dump(exam.plan), now)


def copy_draft(session: Session, actor: Actor, draft_id: int, now: datetime) -> ExamDraft:
    """Create a draft of another exam with the plan of a draft."""
    draft = get_draft(session, draft_id)
    return _add_copy(session, actor, draft.slug, draft.plan, now)


def change(
    session: Session,
    actor: Actor,
    draft_id: int,
    version: int,
    edit: Callable[[Data], None],
    what: str,
    now: datetime,
    arrangements: Arrangements | None = None,
) -> ExamDraft:
    """Apply `edit` to the draft's plan. Raise Refused if the draft is no longer at the `version` that the author saw."""
    draft = get_draft(session, draft_id, to_change=True)
    refuse_stale(draft, version)
    plan = deepcopy(draft.plan)
    edit(plan)
    if arrangements is not None:
        draft.opens_at, draft.closes_at = arrangements.opens_at, arrangements.closes_at
        draft.access_code = arrangements.access_code
    draft.plan, draft.version = plan, draft.version + 1
    draft.updated_at, draft.updated_by = now, actor.id
    audit.record(
        session, "exams.compose", f"exam_draft:{draft.id}", actor.id, now, slug=draft.slug, what=what
    )
    return draft


def discard(session: Session, actor: Actor, draft_id: int, version: int, now: datetime) -> ExamDraft:
    """Delete a draft. What was published of it stays."""
    draft = get_draft(session, draft_id, to_change=True)
    refuse_stale(draft, version)
    session.delete(draft)
    audit.record(session, "exams.discard", f"exam_draft:{draft.id}", actor.id, now, slug=draft.slug)
    return draft


def refuse_stale(draft: ExamDraft, version: int) -> None:
    """Raise Refused if the draft has changed since its author saw this version."""
    if draft.version != version:
        raise messages.draft_changed(draft.version)


def _add_copy(session: Session, actor: Actor, slug: str, plan: Data, now: datetime) -> ExamDraft:
    copied = deepcopy(plan)
    title = copied.get("title")
    title = title if isinstance(title, dict) else {}
    copied["title"] = {
        language: title[language] + mark for language, mark in _COPY_MARKS.items() if title.get(language)
    }
    return _add_draft(session, actor, _free_slug(session, f"{slug[:70]}-copy"), copied, now)


def _free_slug(session: Session, wanted: str) -> str:
    """Return the short name, with the first free number appended if it is in use."""
    like = f"{wanted}%"
    taken = set(session.scalars(select(ExamDraft.slug).where(ExamDraft.slug.like(like))))
    taken |= set(session.scalars(select(Exam.slug).where(Exam.slug.like(like))))
    numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)


def _add_draft(
    session: Session,
    actor: Actor,
    slug: str,
    plan: Data,
    now: datetime,
    *,
    exact: bool = False,
    of_exam: int | None = None,
) -> ExamDraft:
    taken = exact and of_exam is None and session.scalar(select(Exam.id).where(Exam.slug == slug))
    values = {"author_id": actor.id, "updated_at": now, "updated_by": actor.id}
    if taken or not insert_or_ignore(session, ExamDraft, slug=slug, plan=plan, **values):
        raise messages.slug_taken(slug)
    draft = session.execute(select(ExamDraft).where(ExamDraft.slug == slug)).scalar_one()
    audit.record(session, "exams.draft", f"exam_draft:{draft.id}", actor.id, now, slug=slug, exam=of_exam)
    return draft
