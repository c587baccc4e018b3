"""Publish an exam: freeze its plan, and the pool that it draws from, as a version."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.browse import statistics
from lms.domain.access import Actor
from lms.domain.exam import assembly, blueprint
from lms.domain.exam.blueprint import Plan
from lms.domain.exam.pool import build_pool
from lms.exams import compose, messages
from lms.exams.audience import set_audience
from lms.exams.models import Exam, ExamDraft, ExamVersion
from lms.exams.pool_items import items_for_plan
from lms.exams.published import EVERYBODY
from lms.exams.schedule import schedule_exam
from lms.platform import audit
from lms.platform.db.insert import insert_or_ignore
from lms.platform.digest import digest


def publish_plan(session: Session, slug: str, plan: Plan, actor_id: int | None, now: datetime) -> bool:
    """Freeze the plan with the items approved now; return whether that made a new version.

    The same plan with the same items makes none. Raise Refused with every Problem if the bank cannot
    fill the plan. Sittings that have begun keep their version.
    """
    sources, problems = build_pool(plan, items_for_plan(session, plan))
    if problems:
        raise messages.exam_infeasible(slug, problems)
    frozen = {"plan": blueprint.dump(plan), "pool": assembly.dump(sources)}
    hash = digest(frozen)
    insert_or_ignore(session, Exam, slug=slug, number=0)
    exam = session.execute(select(Exam).where(Exam.slug == slug).with_for_update()).scalar_one()
    current = select(ExamVersion.hash).where(
        ExamVersion.exam_id == exam.id, ExamVersion.number == exam.number
    )
    if session.scalar(current) == hash:
        return False
    exam.number += 1
    session.add(
        ExamVersion(
            exam_id=exam.id, number=exam.number, hash=hash, published_at=now, published_by=actor_id, **frozen
        )
    )
    session.flush()
    statistics.set_drawn_items(session, exam.id, {id_ for source in sources for id_ in source.all_versions})
    audit.record(
        session, "exams.publish", f"exam:{exam.id}", actor_id, now, slug=slug, number=exam.number, hash=hash
    )
    return True


def publish_file(session: Session, slug: str, plan: Plan, actor_id: int | None, now: datetime) -> bool | None:
    """Publish the plan of a content file; return None if the exam is now composed on pages (decision 0011)."""
    if session.scalar(select(ExamDraft.id).where(ExamDraft.slug == slug)) is not None:
        return None
    return publish_plan(session, slug, plan, actor_id, now)


def publish_draft(
    session: Session,
    actor: Actor,
    draft_id: int,
    version: int,
    now: datetime,
    audience: str = EVERYBODY,
    unit_ids: Collection[int] = (),
) -> Exam:
    """Publish a draft. Its window and access code, and its audience, take effect at the first publication only."""
    draft = compose.get_draft(session, draft_id, to_change=True)
    compose.refuse_stale(draft, version)
    plan = blueprint.load(draft.plan)
    if isinstance(plan, list):
        raise messages.draft_unfinished(plan)
    publish_plan(session, draft.slug, plan, actor.id, now)
    exam = session.execute(select(Exam).where(Exam.slug == draft.slug)).scalar_one()
    if draft.published is None and exam.number == 1:
        schedule_exam(session, actor, exam.id, draft.opens_at, draft.closes_at, draft.access_code, now)
        set_audience(session, actor, exam.id, audience, unit_ids, now)
    draft.published = draft.version
    return exam
