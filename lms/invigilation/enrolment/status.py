"""What becomes of those who are expected: 缺考 absent, 缓考 deferred, 违纪 misconduct, 补考 makeup; and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.domain.problem import Problem, Refused, Text
from lms.exams import published
from lms.invigilation.annul import annul_sitting, restore_sitting
from lms.invigilation.intervene import reason_facts
from lms.people import scope
from lms.people.models import Person
from lms.platform import audit
from lms.platform.clock import iso
from lms.platform.db.insert import insert_or_ignore
from lms.sittings.find import OPEN
from lms.sittings.models import Sitting

STATUSES = (EXPECTED, ABSENT, DEFERRED, MISCONDUCT, MAKEUP)


@dataclass(frozen=True, slots=True)
class Makeup:
    """When and where a makeup is sat; without times, in the exam's own window."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    group: str = ""


def set_status(
    session: Session,
    actor: Actor,
    exam_id: int,
    person_ids: Sequence[int],
    status: str,
    reason: str,
    now: datetime,
    makeup: Makeup = Makeup(),
) -> int:
    """Give these people of the actor's units a status, all or none; `expected` takes one back.

    Who is absent or deferred must not have begun; misconduct annuls the newest sitting, and taking it
    back restores that; a makeup is one attempt more, in its own time. Raises Refused (400) that names
    everybody with whom it cannot be done.
    """
    why = reason_facts(actor, reason)["reason"]
    published.get_exam(session, exam_id)
    if status not in STATUSES or not person_ids:
        raise Refused(
            "candidates.choose",
            Text("没有选中考生或状态", "Nobody, or no status, is chosen"),
            Text("请勾选考生并选择状态", "Tick people and choose a status"),
            status=400,
        )
    _check_window(makeup)
    problems = []
    for person_id in sorted(set(person_ids)):
        person = scope.person(session, actor, Permission.ENROL, person_id)
        held = _locked_candidacy(session, actor, exam_id, person_id, now)
        newest = _newest_sitting(session, exam_id, person_id)
        if (what := _obstacle(held, newest, status)) is not None:
            how = Text("请不要勾选此人，或先改正状态", "Leave them out, or mend their status first")
            problems.append(Problem(person.name, what, how))
        else:
            _change_status(session, actor, held, newest, status, why, makeup, now)
    _refuse(problems)
    return len(set(person_ids))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        what = Text("没有登记任何人", "Nobody’s status was changed")
        how = Text("请看下列各人的情况", "See what is listed")
        raise Refused("candidates.status", what, how, status=400, problems=problems)


def mark_absent(session: Session, actor: Actor, exam_id: int, reason: str, now: datetime) -> int:
    """Everybody of the actor's units whose time is over and who has not begun; how many there were."""
    exam = published.get_exam(session, exam_id)
    own = Candidacy.opens_at.is_not(None) | Candidacy.closes_at.is_not(None)
    over = Candidacy.closes_at <= now
    if exam.closes_at is not None and exam.closes_at <= now:
        over = or_(over, ~own)
    begun = select(Sitting.id).where(
        Sitting.exam_id == exam_id,
        Sitting.person_id == Candidacy.person_id,
        (Candidacy.status == EXPECTED) | (Sitting.started_at >= Candidacy.set_at),
    )
    mine = scope.people(actor, Permission.ENROL).with_only_columns(Person.id)
    missing = session.scalars(
        select(Candidacy.person_id)
        .where(Candidacy.exam_id == exam_id, Candidacy.status.in_((EXPECTED, MAKEUP)))
        .where(over, ~begun.exists(), Candidacy.person_id.in_(mine))
    ).all()
    if not missing:
        raise Refused(
            "candidates.nobody_absent",
            Text("没有时间已过而未开始的考生", "There is nobody whose time is over and who has not begun"),
            Text("考试或场次结束后再登记缺考", "Come back when the exam, or the group's time, is over"),
            status=400,
        )
    return set_status(session, actor, exam_id, missing, ABSENT, reason, now)


def _check_window(makeup: Makeup) -> None:
    if makeup.opens_at and makeup.closes_at and makeup.closes_at <= makeup.opens_at:
        raise Refused(
            "exam.window",
            Text("结束时间须晚于开始时间", "It would close before it opens"),
            Text("请改正两个时间", "Correct the two times"),
            status=400,
        )


def _locked_candidacy(
    session: Session, actor: Actor, exam_id: int, person_id: int, now: datetime
) -> Candidacy:
    """The person's place on the list, locked; made if there is none."""
    values = {"exam_id": exam_id, "person_id": person_id}
    insert_or_ignore(session, Candidacy, **values, set_by=actor.id, set_at=now)
    return session.scalars(
        select(Candidacy).filter_by(**values).with_for_update().execution_options(populate_existing=True)
    ).one()


def _newest_sitting(session: Session, exam_id: int, person_id: int) -> Any:
    return session.execute(
        select(Sitting.id, Sitting.state, Sitting.started_at, Sitting.annulled)
        .where(Sitting.exam_id == exam_id, Sitting.person_id == person_id)
        .order_by(Sitting.attempt.desc())
        .limit(1)
    ).first()


def _obstacle(held: Candidacy, newest: Any, status: str) -> Text | None:
    """Why somebody cannot get this status."""
    begun = newest is not None and (held.status != MAKEUP or newest.started_at >= held.set_at)
    if status == held.status and status != MAKEUP:
        return Text("已经是这个状态", "has this status already")
    if status in (ABSENT, DEFERRED) and begun and held.status != ABSENT:
        return Text("已经开始考试", "has begun")
    if status == MAKEUP and held.status == MISCONDUCT:
        return Text("已登记违纪，须先撤销", "is listed for misconduct, which must be taken back first")
    if status == MAKEUP and newest is not None and newest.state == OPEN:
        return Text("正在考试", "sits now")
    if status == EXPECTED and held.status == MAKEUP and begun:
        return Text("已经参加补考", "has sat the makeup")
    return None


def _change_status(
    session: Session,
    actor: Actor,
    held: Candidacy,
    newest: Any,
    status: str,
    why: str,
    makeup: Makeup,
    now: datetime,
) -> None:
    values: dict[str, Any] = {"status": status, "reason": why, "set_by": actor.id, "set_at": now}
    if status == MAKEUP:
        values |= {"makeups": held.makeups + 1, "opens_at": makeup.opens_at, "closes_at": makeup.closes_at}
        values |= {"group": makeup.group} if makeup.group else {}
    elif held.status == MAKEUP and status == EXPECTED:
        values |= {"makeups": max(held.makeups - 1, 0), "opens_at": None, "closes_at": None}
    if status == MISCONDUCT and newest is not None:
        annul_sitting(session, actor, newest.id, why, now)
    elif held.status == MISCONDUCT and newest is not None:
        restore_sitting(session, actor, newest.id, why, now)
    facts = {
        "exam": held.exam_id,
        "before": held.status,
        "status": status,
        "reason": why,
        "opens_at": iso(makeup.opens_at) if makeup.opens_at else "",
        "closes_at": iso(makeup.closes_at) if makeup.closes_at else "",
    }
    session.execute(update(Candidacy).where(Candidacy.id == held.id).values(**values))
    audit.record(session, "delivery.status", f"person:{held.person_id}", actor.id, now, "ok", **facts)
