"""What exam tests need: items in a bank, an exam over them, a sitting, and a counter of statements."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from lms.bank.models import Bank, Item, ItemVersion
from lms.competency.models import Competency
from lms.domain.exam import blueprint
from lms.domain.exam.blueprint import Plan
from lms.domain.question.protocol import Question
from lms.exams.models import Exam
from lms.exams.publish import publish_plan
from lms.platform.db.database import Database
from lms.platform.digest import digest
from lms.questions import dump_question, load_question, search_text

BODIES: dict[str, dict[str, Any]] = {
    "single_choice": {"stem": "甲？", "options": [
        {"id": "a", "text": "对", "right": True}, {"id": "b", "text": "错"}, {"id": "c", "text": "也错"}]},
    "multiple_choice": {"stem": "乙？", "options": [
        {"id": "a", "text": "一", "right": True}, {"id": "b", "text": "二", "right": True}, {"id": "c", "text": "三"}]},
    "true_false": {"stem": "丙。", "answer": True},
    "blanks": {"stem": "首都是____，省会是____。", "blanks": [{"answers": ["北京"]}, {"answers": ["昆明"]}]},
    "numeric": {"stem": "六乘七？", "answer": "42"},
    "short_text": {"stem": "何种文书？", "answers": ["函", {"text": "公函", "fraction": "1/2"}]},
    "ordering": {"stem": "排序。", "order": ["登记", "拟办", "批办"]},
    "matching": {"stem": "配对。", "pairs": [{"left": "请示", "right": "上行"}, {"left": "批复", "right": "下行"}]},
    "essay": {"stem": "论述。", "rubric": [{"criterion": "观点", "points": "3"}, {"criterion": "文字", "points": "2"}]},
}  # fmt: skip
RIGHT = {"choice": "a"}
WRONG = {"choice": "b"}


def competency(session: Session, id: str = "writing") -> None:
    if session.get(Competency, id) is None:
        name = {"zh": id, "en": id}
        session.add(Competency(id=id, order=1, name=name, summary=name, levels=[]))
        session.flush()


def item(
    session: Session,
    now: datetime,
    name: str,
    kind: str = "single_choice",
    body: dict[str, Any] | None = None,
    *,
    bank: str = "writing",
    purpose: str = "exam",
    points: str = "2",
    level: int = 1,
    area: str = "form",
    state: str = "approved",
    approved: bool = True,
    rationale: str = "因为如此。",
    case: str = "",
    enemies: tuple[str, ...] = (),
    practice: bool = False,
) -> ItemVersion:
    """A one-version item; `bank` is also its competency."""
    competency(session, bank)
    held = session.scalar(select(Bank).where(Bank.slug == bank, Bank.purpose == purpose))
    if held is None:
        held = Bank(slug=bank if purpose == "exam" else f"checks:{bank}", purpose=purpose)
        session.add(held)
        session.flush()
    question = load_question(kind, body or BODIES[kind])
    assert isinstance(question, Question), [problem.line("en") for problem in question]
    thing = Item(bank_id=held.id, name=name, state=state, number=1, approved_number=1 if approved else None)
    session.add(thing)
    session.flush()
    stored = dump_question(question)
    version = ItemVersion(
        item_id=thing.id,
        number=1,
        kind=kind,
        body=stored,
        competency_id=bank,
        area=area,
        level=level,
        points=Decimal(points),
        rationale={"zh": rationale, "en": "For this reason."},
        tags=[],
        case=case,
        enemies=list(enemies),
        practice=practice,
        words=search_text(question),
        hash=digest(stored),
        author="五能题库组",
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def plan(*sections: dict[str, Any], **changed: Any) -> Plan:
    """A plan of one section that draws three items of writing, unless told otherwise."""
    name = {"zh": "公文写作测评", "en": "Writing exam"}
    one = {"title": {"zh": "第一部分", "en": "Part one"}, "draw": [{"competency": "writing", "count": 3}]}
    data = {
        "title": name,
        "instructions": {"zh": "请独立作答。", "en": "Work alone."},
        "minutes": 40,
        "attempts": 2,
        "pass_percent": "60",
        "cut_set_by": {"zh": "教研组商定", "en": "Agreed by the teaching group"},
        "section": list(sections) or [one],
        **changed,
    }
    found = blueprint.load(data)
    assert isinstance(found, Plan), [problem.line("en") for problem in found]
    return found


def drawing(count: int, **more: Any) -> dict[str, Any]:
    """A section that draws `count` items."""
    draw = {"competency": "writing", "count": count, **more}
    return {"title": {"zh": "第一部分", "en": "Part one"}, "draw": [draw]}


def exam(db: Database, now: datetime, made: Plan | None = None, slug: str = "writing", items: int = 5) -> int:
    """A published exam's id; fills the bank with single choices (right: a) unless `items` is 0."""
    with db.transaction() as session:
        for number in range(items):
            item(
                session, now, f"{slug}-{number}", body={**BODIES["single_choice"], "stem": f"第{number}问？"}
            )
        publish_plan(session, slug, made or plan(), None, now)
        return session.scalars(select(Exam.id).where(Exam.slug == slug)).one()


def exam_of_kinds(db: Database, now: datetime, *kinds: str, slug: str = "kinds", **changed: Any) -> int:
    """An exam with one fixed item of each of these kinds (all if none is named), in this order."""
    kinds = kinds or tuple(BODIES)
    with db.transaction() as session:
        for kind in kinds:
            name = f"{slug}-{kind.replace('_', '-')}"
            item(session, now, name, kind, points="5" if kind == "essay" else "2")
        fixed = [f"writing/{slug}-{kind.replace('_', '-')}" for kind in kinds]
        section = {"title": {"zh": "第一部分", "en": "Part one"}, "fixed": fixed}
        publish_plan(session, slug, plan(section, shuffle_items=False, **changed), None, now)
        return session.scalars(select(Exam.id).where(Exam.slug == slug)).one()


@contextlib.contextmanager
def counting(db: Database) -> Iterator[list[str]]:
    """The statements that reach the database, but for BEGIN and settings."""
    said: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    engines = (db.writer, db.reader)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
