"""Find the items of the bank that a plan could draw now."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.bank import case_order
from lms.bank.models import Bank, Item, ItemVersion
from lms.domain.exam.blueprint import Plan
from lms.domain.exam.pool import PoolItem
from lms.questions import get_kind


def items_for_plan(session: Session, plan: Plan) -> list[PoolItem]:
    """Return the newest approved versions, in exam banks and not retired, that the plan may ask for.

    What is for practice only is among them where the plan names it, so that it can be refused.
    """
    competencies = {draw.competency for section in plan.sections for draw in section.draws}
    competencies |= {case.competency for section in plan.sections for case in section.cases}
    names = {fixed.item.rpartition("/")[2] for section in plan.sections for fixed in section.fixed}
    return items_of(session, competencies, names)


def items_of(session: Session, competencies: set[str], names: set[str] | None = None) -> list[PoolItem]:
    """Return the items of these competencies that exams may draw, and the items with these names."""
    drawable = ItemVersion.competency_id.in_(competencies) & ~ItemVersion.practice
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
            ItemVersion.practice,
            case_order.CASE_POSITION.label("place"),
        )
        .join(Item, (Item.id == ItemVersion.item_id) & (Item.approved_number == ItemVersion.number))
        .join(Bank, Bank.id == Item.bank_id)
        .where(Bank.purpose == "exam", Item.state != "retired")
        .where(or_(drawable, Item.name.in_(names or set())))
        .order_by(ItemVersion.id)
    ).all()
    in_author_order = sorted(rows, key=lambda row: (row.place, row.item_id))
    order = {row.id: number for number, row in enumerate(in_author_order)}
    return [_pool_item(row, order[row.id]) for row in rows]


def _pool_item(row: Any, order: int) -> PoolItem:
    return PoolItem(
        row.id,
        f"{row.slug}/{row.name}",
        row.kind,
        row.competency_id,
        row.area,
        row.level,
        row.points.normalize(),
        f"{row.slug}/{row.case}" if row.case else "",
        frozenset(row.enemies),
        order,
        get_kind(row.kind).SCORING,
        row.practice,
    )
