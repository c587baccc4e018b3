"""Publishing an exam: its plan and the pool it draws from are frozen as a version."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.bank.models import Bank, Item, ItemVersion
from lms.domain import assembly, blueprint
from lms.domain.blueprint import Plan
from lms.domain.pool import Candidate, pool
from lms.domain.problem import Refused, Text
from lms.exams.models import Exam, ExamVersion
from lms.platform import audit
from lms.platform.digest import digest
from lms.platform.insert import insert_or_ignore


def publish(session: Session, slug: str, plan: Plan, actor_id: int | None, now: datetime) -> bool:
    """Freeze the plan with the items approved now; whether that made a new version.

    The same plan over the same items makes none. Raises Refused with every Problem when the bank
    cannot fill the plan. Sittings that have begun keep the version they began with.
    """
    sources, problems = pool(plan, _approved(session, plan))
    if problems:
        raise Refused(
            "exam.infeasible",
            Text(f"考试 {slug} 无法发布：题库不能满足组卷要求", f"The exam {slug} cannot be published: the bank cannot fill it"),
            Text("请按下列问题调整组卷方案或题库", "Change the plan or the bank as the problems say"),
            problems=[problem.at(slug) for problem in problems],
        )  # fmt: skip
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
    audit.record(
        session, "exams.publish", f"exam:{exam.id}", actor_id, now, slug=slug, number=exam.number, hash=hash
    )
    return True


def _approved(session: Session, plan: Plan) -> list[Candidate]:
    """What the plan could draw: newest approved versions in exam banks, of items not retired."""
    competencies = {draw.competency for section in plan.sections for draw in section.draws}
    names = {fixed.item.rpartition("/")[2] for section in plan.sections for fixed in section.fixed}
    rows = session.execute(
        select(
            ItemVersion.id,
            ItemVersion.item_id,
            Bank.slug,
            Item.name,
            ItemVersion.kind,
            ItemVersion.competency_id,
            ItemVersion.area,
            ItemVersion.level,
            ItemVersion.points,
            ItemVersion.case,
            ItemVersion.enemies,
        )
        .join(Item, (Item.id == ItemVersion.item_id) & (Item.approved_number == ItemVersion.number))
        .join(Bank, Bank.id == Item.bank_id)
        .where(Bank.purpose == "exam", Item.state != "retired")
        .where(or_(ItemVersion.competency_id.in_(competencies), Item.name.in_(names)))
        .order_by(ItemVersion.id)
    )
    return [
        Candidate(
            row.id,
            f"{row.slug}/{row.name}",
            row.kind,
            row.competency_id,
            row.area,
            row.level,
            row.points.normalize(),
            f"{row.slug}/{row.case}" if row.case else "",
            frozenset(row.enemies),
            row.item_id,
        )
        for row in rows
    ]
