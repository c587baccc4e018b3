"""Set the status of candidates: 缺考 absent, 缓考 deferred, 违纪 misconduct, 补考 makeup, or expected again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lms.candidates.eligibility import ABSENT, DEFERRED, EXPECTED, MAKEUP, MISCONDUCT
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.domain.place import Named
from lms.domain.problem import Problem, Text
from lms.exams import published
from lms.invigilation.annul import annul_sitting, restore_sitting
from lms.invigilation.enrolment import messages
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
    """The window and group of a makeup; without times, the window of the exam."""

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
    """Give these people of the actor's units a status, all or none; `expected` withdraws a status.

    Only those who have not begun can be absent or deferred; misconduct annuls the newest sitting, and
    withdrawing it restores that; a makeup is one more attempt, in its own window. Raise Refused (400) with
    a Problem for every person who cannot get the status.
    """
    why = reason_facts(actor, reason)["reason"]
    published.get_exam(session, exam_id)
    if status not in STATUSES or not person_ids:
        raise messages.no_candidate_or_status()
    _check_window(makeup)
    problems = []
    for person_id in sorted(set(person_ids)):
        person = scope.person(session, actor, Permission.ENROL, person_id)
        candidacy = _locked_candidacy(session, actor, exam_id, person_id, now)
        newest = _newest_sitting(session, exam_id, person_id)
        if (what := _obstacle(candidacy, newest, status)) is not None:
            problems.append(Problem(Named(person.name), what, messages.UNTICK_OR_CORRECT))
        else:
            _change_status(session, actor, candidacy, newest, status, why, makeup, now)
    if problems:
        raise messages.no_status_changed(problems)
    return len(set(person_ids))


def mark_absent(session: Session, actor: Actor, exam_id: int, reason: str, now: datetime) -> int:
    """Mark everyone of the actor's units as absent whose time is over and who has not begun; return how many."""
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
        raise messages.nobody_absent()
    return set_status(session, actor, exam_id, missing, ABSENT, reason, now)


def _check_window(makeup: Makeup) -> None:
    if makeup.opens_at and makeup.closes_at and makeup.closes_at <= makeup.opens_at:
        raise messages.closes_before_it_opens()


def _locked_candidacy(
    session: Session, actor: Actor, exam_id: int, person_id: int, now: datetime
) -> Candidacy:
    """Return the person's candidacy, locked; add it if there is none."""
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


def _obstacle(candidacy: Candidacy, newest: Any, status: str) -> Text | None:
    """Return why a person cannot get this status; None if they can."""
    begun = newest is not None and (candidacy.status != MAKEUP or newest.started_at >= candidacy.set_at)
    if status == candidacy.status and status != MAKEUP:
        return messages.SAME_STATUS
    if status in (ABSENT, DEFERRED) and begun and candidacy.status != ABSENT:
        return messages.HAS_BEGUN
    if status == MAKEUP and candidacy.status == MISCONDUCT:
        return messages.MISCONDUCT_FIRST
    if status == MAKEUP and newest is not None and newest.state == OPEN:
        return messages.IS_SITTING
    if status == EXPECTED and candidacy.status == MAKEUP and begun:
        return messages.MAKEUP_SAT
    return None


def _change_status(
    session: Session,
    actor: Actor,
    candidacy: Candidacy,
    newest: Any,
    status: str,
    why: str,
    makeup: Makeup,
    now: datetime,
) -> None:
    values: dict[str, Any] = {"status": status, "reason": why, "set_by": actor.id, "set_at": now}
    if status == MAKEUP:
        values |= {
            "makeups": candidacy.makeups + 1,
            "opens_at": makeup.opens_at,
            "closes_at": makeup.closes_at,
        }
        values |= {"group": makeup.group} if makeup.group else {}
    elif candidacy.status == MAKEUP and status == EXPECTED:
        values |= {"makeups": max(candidacy.makeups - 1, 0), "opens_at": None, "closes_at": None}
    if status == MISCONDUCT and newest is not None:
        annul_sitting(session, actor, newest.id, why, now)
    elif candidacy.status == MISCONDUCT and newest is not None:
        restore_sitting(session, actor, newest.id, why, now)
    facts = {
        "exam": candidacy.exam_id,
        "before": candidacy.status,
        "status": status,
        "reason": why,
        "opens_at": iso(makeup.opens_at) if makeup.opens_at else "",
        "closes_at": iso(makeup.closes_at) if makeup.closes_at else "",
    }
    session.execute(update(Candidacy).where(Candidacy.id == candidacy.id).values(**values))
    audit.record(session, "delivery.status", f"person:{candidacy.person_id}", actor.id, now, "ok", **facts)
