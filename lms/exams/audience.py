"""Choose who may sit an exam: everybody, the people of some units, or those on its list alone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission, Role
from lms.domain.problem import Text
from lms.exams import messages
from lms.exams.models import Exam, ExamUnit
from lms.exams.published import AUDIENCES, EVERYBODY, LISTED, UNITS
from lms.exams.schedule import locked_exam
from lms.people import scope
from lms.people.models import Person, RoleGrant, Unit
from lms.platform import audit

_COMPOSE = Permission.COMPOSE_EXAMS
_list_sizes: list[Callable[[Session, int], int]] = []


def register_list_size(size: Callable[[Session, int], int]) -> None:
    """Register the function of a higher package that counts the people on an exam's list; in lms/app.py. Idempotent."""
    if size not in _list_sizes:
        _list_sizes.append(size)


@dataclass(frozen=True, slots=True)
class UnitSize:
    """A unit that can be chosen, with the number of trainees in it and below."""

    id: int
    name: Text
    depth: int
    """Below the topmost unit that the actor sees."""
    trainees: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people each choice would let in."""

    everybody: int
    units: list[UnitSize]
    listed: int


def sizes(session: Session, actor: Actor, exam_id: int | None) -> Sizes:
    """Count the active trainees of each choice; an exam that is not published yet has nobody on its list."""
    trainees = _trainees_by_unit_path(session)
    units = sorted(session.scalars(scope.units(actor, _COMPOSE)), key=_in_tree)
    top = min((unit.path.count("/") for unit in units), default=0)
    return Sizes(
        sum(trainees.values()),
        [
            UnitSize(
                unit.id,
                Text(unit.name, unit.name_en or unit.name),
                unit.path.count("/") - top,
                _within(trainees, (unit.path,)),
            )
            for unit in units
        ],
        sum(size(session, exam_id) for size in _list_sizes) if exam_id is not None else 0,
    )


def unit_ids(session: Session, exam_id: int) -> set[int]:
    """Return the ids of the exam's units."""
    return set(session.scalars(select(ExamUnit.unit_id).where(ExamUnit.exam_id == exam_id)))


def size_of(session: Session, exam_id: int, audience: str, paths: tuple[str, ...]) -> int:
    """Count the trainees whom this audience lets in; the list of an exam for units adds to them unseen."""
    if audience == LISTED:
        return sum(size(session, exam_id) for size in _list_sizes)
    trainees = _trainees_by_unit_path(session)
    return _within(trainees, paths) if audience == UNITS else sum(trainees.values())


def set_audience(
    session: Session, actor: Actor, exam_id: int, audience: str, chosen: Collection[int], now: datetime
) -> Exam:
    """Set who may sit an exam. `chosen` are units of the actor; those of others stay. Sittings that have begun go on."""
    if audience not in AUDIENCES:
        raise messages.no_audience()
    exam = locked_exam(session, exam_id)
    own = set(session.scalars(scope.units(actor, _COMPOSE).with_only_columns(Unit.id)))
    units: set[int] = set()
    if audience == UNITS:
        units = (unit_ids(session, exam_id) - own) | {
            scope.unit(session, actor, _COMPOSE, id_).id for id_ in chosen
        }
        if not units:
            raise messages.no_units_chosen()
    session.execute(delete(ExamUnit).where(ExamUnit.exam_id == exam_id))
    if units:
        session.execute(insert(ExamUnit), [{"exam_id": exam_id, "unit_id": id_} for id_ in sorted(units)])
    exam.audience = audience
    facts = {"audience": audience, "units": " ".join(map(str, sorted(units)))}
    audit.record(session, "exams.audience", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return exam


def bind_to_list(session: Session, actor: Actor, exam_id: int, now: datetime) -> bool:
    """Let only those on its first list sit an exam that was open to everybody; return whether that changed anything.

    The list of somebody who sees a part of the organisation alone does not shut the others out.
    """
    exam = locked_exam(session, exam_id)
    beyond = select(Unit.id).where(~scope.in_units(actor, Permission.ENROL, Unit.path)).limit(1)
    if exam.audience != EVERYBODY or session.scalar(beyond) is not None:
        return False
    set_audience(session, actor, exam_id, LISTED, (), now)
    return True


def _trainees_by_unit_path(session: Session) -> dict[str, int]:
    trainees = select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINEE)
    query = (
        select(Unit.path, func.count(Person.id))
        .join(Person, Person.unit_id == Unit.id)
        .where(Person.state == "active", Person.id.in_(trainees))
        .group_by(Unit.path)
    )
    return dict(session.execute(query).all())


def _within(trainees: dict[str, int], paths: tuple[str, ...]) -> int:
    return sum(count for path, count in trainees.items() if path.startswith(paths))


def _in_tree(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.strip("/").split("/")]
