"""Publishing an exam: its plan and the pool it draws from are frozen as a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.bank.models import Bank, Item, ItemVersion
from lms.domain import assembly, blueprint
from lms.domain.assembly import Source
from lms.domain.blueprint import Draw, Fixed, Plan
from lms.domain.numbers import decimal_text
from lms.domain.problem import Problem, Refused, Text
from lms.exams.models import Exam, ExamVersion
from lms.platform import audit
from lms.platform.digest import digest
from lms.platform.insert import insert_or_ignore

MARKED_BY_RUBRIC = "essay"
"""The points of such an item are those of its rubric: a plan cannot give it others."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved item version that an exam may draw."""

    version: int
    name: str
    """"bank/item"."""
    kind: str
    competency: str
    area: str
    level: int
    points: Decimal


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


def pool(plan: Plan, candidates: Sequence[Candidate]) -> tuple[list[Source], list[Problem]]:
    """What every draw may take, and what is wrong; the problems are empty when papers can be drawn."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for number, section in enumerate(plan.sections, 1):
        for place, fixed in enumerate(section.fixed, 1):
            fit = [c for c in candidates if c.name == fixed.item]
            sources.append(_source(f"section[{number}].fixed[{place}]", number, fixed, fit, problems))
        for place, draw in enumerate(section.draws, 1):
            fit = [c for c in candidates if draw.takes(c.competency, c.kind, c.level, c.area)]
            sources.append(_source(f"section[{number}].draw[{place}]", number, draw, fit, problems))
    return sources, problems + assembly.shortages(sources)


def _source(
    place: str, section: int, asked: Draw | Fixed, fit: list[Candidate], problems: list[Problem]
) -> Source:
    own = sorted({candidate.points for candidate in fit})
    if asked.points is None and len(own) > 1:
        listed = (
            "、".join(decimal_text(points) for points in own),
            ", ".join(decimal_text(points) for points in own),
        )
        what = Text(
            f"符合条件的题分值不同（{listed[0]}），各人试卷总分会不一样",
            f"the questions that fit have different points ({listed[1]}), so papers would have different totals",
        )
        how = Text("请用 points 统一每题分值", "Give points for each question of this draw")
        problems.append(Problem(f"{place}.points", what, how))
    for candidate in fit:
        if candidate.kind == MARKED_BY_RUBRIC and asked.points not in (None, candidate.points):
            rubric = decimal_text(candidate.points)
            what = Text(
                f"{candidate.name} 按评分标准共 {rubric} 分",
                f"the rubric of {candidate.name} has {rubric} points",
            )
            how = Text("请改成同样的分值，或不写 points", "Give the same points, or none")
            problems.append(Problem(f"{place}.points", what, how))
    points = (asked.points or (own[0] if own else Decimal(0))).normalize()
    count = asked.count if isinstance(asked, Draw) else 1
    return Source(place, section, count, points, tuple(candidate.version for candidate in fit))


def _approved(session: Session, plan: Plan) -> list[Candidate]:
    """What the plan could draw: newest approved versions in exam banks, of items not retired."""
    competencies = {draw.competency for section in plan.sections for draw in section.draws}
    names = {fixed.item.rpartition("/")[2] for section in plan.sections for fixed in section.fixed}
    rows = session.execute(
        select(
            ItemVersion.id,
            Bank.slug,
            Item.name,
            ItemVersion.kind,
            ItemVersion.competency_id,
            ItemVersion.area,
            ItemVersion.level,
            ItemVersion.points,
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
        )
        for row in rows
    ]
