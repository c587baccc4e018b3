"""Composing an exam on pages: begun anew, from a published one or as a copy, changed step by step, discarded."""

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
from lms.domain.problem import Refused, Text, not_found
from lms.exams import published
from lms.exams.models import Exam, ExamDraft
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore

Data = dict[str, Any]
"""A plan as lms.domain.exam.blueprint reads it, perhaps unfinished."""


@dataclass(frozen=True, slots=True)
class Arrangements:
    """The window and the code of the first publication."""

    opens_at: datetime | None
    closes_at: datetime | None
    access_code: str


def drafts(session: Session) -> Sequence[ExamDraft]:
    """Every draft, by name."""
    return session.scalars(select(ExamDraft).order_by(ExamDraft.slug)).all()


def get_draft(session: Session, draft_id: int, *, to_change: bool = False) -> ExamDraft:
    """A draft; locked if it is to be changed. Those who compose, compose together."""
    query = select(ExamDraft).where(ExamDraft.id == draft_id)
    draft = session.scalar(query.with_for_update() if to_change else query)
    if draft is None:
        raise not_found(Text("考试草稿", "draft"))
    return draft


def by_slug(session: Session, slug: str) -> ExamDraft | None:
    """The draft of this exam, if there is one."""
    return session.scalar(select(ExamDraft).where(ExamDraft.slug == slug))


def count_unpublished(session: Session, actor: Actor) -> int:
    """How many drafts the actor began that say something else than what is published."""
    mine = select(func.count()).where(
        ExamDraft.author_id == actor.id,
        or_(ExamDraft.published.is_(None), ExamDraft.published != ExamDraft.version),
    )
    return session.scalar(mine) or 0


def create(session: Session, actor: Actor, title: dict[str, str], slug: str, now: datetime) -> ExamDraft:
    """An empty exam with what most of them have; without a name it gets one by its day."""
    if slug and (not SLUG.fullmatch(slug) or len(slug) > 80):
        raise Refused(
            "exam.slug",
            Text("短名只能用小写字母、数字和连字符", "A short name holds a-z, 0-9 and hyphens only"),
            Text("例如 coordination-2026，也可以留空", "For example coordination-2026; it may be left empty"),
            status=400,
        )
    plan: Data = {"title": title, "minutes": 60, "attempts": 1, "pass_percent": "60", "section": []}
    return _add_draft(
        session, actor, slug or _free_slug(session, f"exam-{now:%Y%m%d}"), plan, now, exact=bool(slug)
    )


def draft_of_exam(session: Session, actor: Actor, exam_id: int, now: datetime) -> ExamDraft:
    """The draft of a published exam: the one there is, or a new one that says what is published."""
    exam = published.get_exam(session, exam_id)
    found = by_slug(session, exam.slug)
    if found is not None:
        return found
    draft = _add_draft(session, actor, exam.slug, blueprint.dump(exam.plan), now, exact=True, over=exam_id)
    draft.published = draft.version
    return draft


def copy_exam(session: Session, actor: Actor, exam_id: int, now: datetime) -> ExamDraft:
    """Another exam that begins with the plan of a published one."""
    exam = published.get_exam(session, exam_id)
    return _add_copy(session, actor, exam.slug, blueprint.dump(exam.plan), now)


def copy_draft(session: Session, actor: Actor, draft_id: int, now: datetime) -> ExamDraft:
    """Another exam that begins with what a draft says."""
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
    """Do `edit` to the draft's plan. `version` is what the author saw: refused if it has changed since."""
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
    """Throw a draft away. What was published of it stays."""
    draft = get_draft(session, draft_id, to_change=True)
    refuse_stale(draft, version)
    session.delete(draft)
    audit.record(session, "exams.discard", f"exam_draft:{draft.id}", actor.id, now, slug=draft.slug)
    return draft


def refuse_stale(draft: ExamDraft, version: int) -> None:
    """Whoever changes what somebody else changed meanwhile should see that first."""
    if draft.version != version:
        raise Refused(
            "exam.stale",
            Text("这份草稿刚被别人（或您在另一个窗口）改过", "Somebody, or you in another window, has changed this draft"),
            Text("您刚才的修改还没有保存。下面是最新内容，请核对后再改一次", "What you did is not saved. Below is the newest; look at it and do it again"),
            version=draft.version,
        )  # fmt: skip


def _add_copy(session: Session, actor: Actor, slug: str, plan: Data, now: datetime) -> ExamDraft:
    made = deepcopy(plan)
    title = made.get("title") if isinstance(made.get("title"), dict) else {}
    made["title"] = {
        "zh": f"{title.get('zh', '')}（副本）" if title else "",
        "en": f"{title.get('en', '')} (copy)" if title else "",
    }
    return _add_draft(session, actor, _free_slug(session, f"{slug[:70]}-copy"), made, now)


def _free_slug(session: Session, wanted: str) -> str:
    """The name, or the first that is free with a number behind it."""
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
    over: int | None = None,
) -> ExamDraft:
    taken = exact and over is None and session.scalar(select(Exam.id).where(Exam.slug == slug))
    values = {"author_id": actor.id, "updated_at": now, "updated_by": actor.id}
    if taken or not insert_or_ignore(session, ExamDraft, slug=slug, plan=plan, **values):
        raise Refused(
            "exam.name_taken",
            Text(f"短名 {slug} 已被占用", f"The short name {slug} is taken"),
            Text("请换一个，或修改那场考试", "Choose another, or edit that exam"),
            slug=slug,
        )
    draft = session.execute(select(ExamDraft).where(ExamDraft.slug == slug)).scalar_one()
    audit.record(session, "exams.draft", f"exam_draft:{draft.id}", actor.id, now, slug=slug, exam=over)
    return draft
