"""Who is expected at an exam: added by list, by unit or one by one; taken off it before they begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from lms.candidates.list_parser import CandidateRow, problems_of
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission, Role
from lms.domain.problem import Problem, Refused, Text
from lms.exams import published
from lms.people import scope
from lms.people.models import Person, RoleGrant, Unit
from lms.platform import audit
from lms.platform.clock import iso
from lms.platform.db.insert import batched
from lms.sittings.models import Sitting

MOST_AT_ONCE = 5_000
ENROL = Permission.ENROL


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a list changed."""

    added: int
    changed: int
    """Got another group or seat."""
    same: int


def add_candidates(
    session: Session, actor: Actor, exam_id: int, entries: Sequence[CandidateRow], now: datetime
) -> ListChange:
    """Expect these people, all or none. Who is listed already gets the group and seat that are given.

    Raises Refused (400) with a Problem for every line that names nobody within the actor's units.
    """
    published.get_exam(session, exam_id)
    problems = problems_of(entries)
    people = _people_by_login(session, actor, [entry.login for entry in entries])
    for entry in entries:
        if entry.login not in people:
            what = Text(
                f"没有工号 {entry.login}，或不在您管理的单位内",
                f"There is no {entry.login}, or not within your units",
            )
            problems.append(Problem(entry.place, what, Text("请核对工号", "Check the number")))
        elif people[entry.login].state != "active":
            what = Text(f"{entry.login} 的账号已停用", f"The account of {entry.login} is disabled")
            problems.append(
                Problem(entry.place, what, Text("请先启用，或删去此行", "Enable it, or leave it out"))
            )
    if problems or not 1 <= len(entries) <= MOST_AT_ONCE:
        raise Refused(
            "candidates.invalid",
            Text("名单没有保存", "The list was not saved"),
            Text(
                f"请改正下列各行，一次 1 到 {MOST_AT_ONCE} 人",
                f"Correct these lines; from 1 to {MOST_AT_ONCE} people at once",
            ),
            status=400,
            problems=problems[:200],
        )
    return _write(session, actor, exam_id, {people[entry.login].id: entry for entry in entries}, now)


def _people_by_login(session: Session, actor: Actor, logins: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for part in batched(logins, 500):
        query = scope.people(actor, ENROL).where(Person.login.in_(part))
        found |= {person.login: person for person in session.scalars(query)}
    return found


def _write(
    session: Session, actor: Actor, exam_id: int, entries: dict[int, CandidateRow], now: datetime
) -> ListChange:
    listed = {
        row.person_id: (row.group, row.seat)
        for row in session.execute(
            select(Candidacy.person_id, Candidacy.group, Candidacy.seat).where(Candidacy.exam_id == exam_id)
        )
    }
    rows = [
        {"exam_id": exam_id, "person_id": id_, "group": entry.group, "seat": entry.seat, "status": "expected",
         "reason": "", "makeups": 0, "set_by": actor.id, "set_at": now}
        for id_, entry in entries.items() if id_ not in listed
    ]  # fmt: skip
    if rows:
        session.execute(insert(Candidacy), rows)
    changed = {
        id_: entry
        for id_, entry in entries.items()
        if id_ in listed
        and (entry.group or entry.seat)
        and listed[id_] != (entry.group or listed[id_][0], entry.seat or listed[id_][1])
    }
    for id_, entry in changed.items():
        given = {name: value for name, value in (("group", entry.group), ("seat", entry.seat)) if value}
        held = (Candidacy.exam_id == exam_id, Candidacy.person_id == id_)
        session.execute(update(Candidacy).where(*held).values(**given))
    facts = {"added": len(rows), "changed": len(changed), "people": _joined_ids(entries)}
    audit.record(session, "delivery.expect", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return ListChange(len(rows), len(changed), len(entries) - len(rows) - len(changed))


def _joined_ids(people: Sequence[int] | dict[int, CandidateRow]) -> str:
    return " ".join(map(str, people))


def trainees_of_unit(session: Session, actor: Actor, unit_id: int, group: str) -> list[CandidateRow]:
    """Every active trainee of a unit of the actor's and of the units below it."""
    unit = scope.unit(session, actor, ENROL, unit_id)
    logins = session.scalars(
        select(Person.login)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.state == "active", Unit.path.startswith(unit.path, autoescape=True))
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINEE)))
        .order_by(Person.login)
    )
    return [CandidateRow(login, login, group) for login in logins]


def remove_candidates(
    session: Session, actor: Actor, exam_id: int, person_ids: Sequence[int], now: datetime
) -> int:
    """Take people off the list, all or none: who has begun, or has a status, stays on it."""
    rows = session.execute(
        scope.people(actor, ENROL)
        .with_only_columns(Person.id, Person.name, Candidacy.status, Sitting.id.label("sitting"))
        .join(Candidacy, (Candidacy.person_id == Person.id) & (Candidacy.exam_id == exam_id))
        .outerjoin(Sitting, (Sitting.person_id == Person.id) & (Sitting.exam_id == exam_id))
        .where(Person.id.in_(person_ids))
    ).all()
    how = Text("请不要勾选此人", "Leave them out")
    problems = [
        Problem(row.name, Text("已经开始考试，或已登记状态", "has begun, or has a status"), how)
        for row in rows
        if row.sitting is not None or row.status != "expected"
    ]
    found = {row.id for row in rows}
    if problems or found != set(person_ids) or not found:
        raise Refused(
            "candidates.begun",
            Text("没有移出任何人", "Nobody was taken off the list"),
            Text("请重新选择尚未开始的考生", "Choose people who have not begun"),
            status=400,
            problems=problems,
        )
    session.execute(delete(Candidacy).where(Candidacy.exam_id == exam_id, Candidacy.person_id.in_(found)))
    facts = {"people": _joined_ids(sorted(found))}
    audit.record(session, "delivery.forget", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return len(found)


def set_group_window(
    session: Session,
    actor: Actor,
    exam_id: int,
    group: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> int:
    """Give a group its own time instead of the exam's; without any it has the exam's again."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise Refused(
            "exam.window",
            Text("结束时间须晚于开始时间", "It would close before it opens"),
            Text("请改正两个时间", "Correct the two times"),
            status=400,
        )
    mine = scope.people(actor, ENROL).with_only_columns(Person.id)
    held = (Candidacy.exam_id == exam_id, Candidacy.group == group, Candidacy.person_id.in_(mine))
    changed = session.scalars(
        update(Candidacy).where(*held).values(opens_at=opens_at, closes_at=closes_at).returning(Candidacy.id)
    ).all()
    facts = {
        "group": group,
        "opens_at": iso(opens_at) if opens_at else "",
        "closes_at": iso(closes_at) if closes_at else "",
        "people": len(changed),
    }
    audit.record(session, "delivery.set_time", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return len(changed)
