"""Whether, when and with how much time a person may sit an exam."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from lms.candidates.models import Accommodation, Candidacy
from lms.domain.exam.allowance import STANDARD, Allowance
from lms.people.models import Person, Unit

EXPECTED, ABSENT, DEFERRED, MISCONDUCT, MAKEUP = "expected", "absent", "deferred", "misconduct", "makeup"


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """A form drawn before the exam began."""

    exam_version_id: int
    seed: int
    paper: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Of one person for one exam. The defaults are those of a person who is on no list."""

    allowance: Allowance = STANDARD
    unit_path: str = ""
    """Of the person's unit."""
    listed: bool = False
    """Whether the person is on the exam's list."""
    status: str = EXPECTED
    reason: str = ""
    group: str = ""
    seat: str = ""
    makeups: int = 0
    """Attempts granted beyond those of the exam."""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    """The person's own window, if either is set."""
    drawn: DrawnForm | None = None

    def window(self, opens_at: datetime | None, closes_at: datetime | None) -> tuple[Any, Any]:
        """Return the person's own window, or else the exam's."""
        own = self.opens_at is not None or self.closes_at is not None
        return (self.opens_at, self.closes_at) if own else (opens_at, closes_at)


class EligibilityByExam:
    """The eligibility of one person for every exam, or for those that were asked for."""

    def __init__(self, rows: Sequence[Row[Any]]) -> None:
        self._rows = rows

    def of(self, exam_id: int) -> Eligibility:
        """Return the eligibility for this exam. Its own accommodation precedes a permanent one, a newer one
        an older one."""
        candidacy = next((row for row in self._rows if row.listed_exam_id == exam_id), None)
        given = [row for row in self._rows if row.accommodation_id and row.exam_id in (None, exam_id)]
        best = max(given, key=lambda row: (row.exam_id is not None, row.accommodation_id), default=None)
        allowance = STANDARD if best is None else allowance_of(best)
        unit_path = self._rows[0].unit_path if self._rows else ""
        if candidacy is None:
            return Eligibility(allowance, unit_path)
        drawn = (
            DrawnForm(candidacy.exam_version_id, candidacy.seed, candidacy.paper) if candidacy.paper else None
        )
        return Eligibility(
            allowance,
            unit_path,
            True,
            candidacy.status,
            candidacy.reason,
            candidacy.group,
            candidacy.seat,
            candidacy.makeups,
            candidacy.opens_at,
            candidacy.closes_at,
            drawn,
        )


def eligibility_of(session: Session, person_id: int, exam_id: int | None = None) -> EligibilityByExam:
    """Return a person's eligibility for one exam, or for all. One query."""
    query = _eligibility_query(one_exam=exam_id is not None)
    return EligibilityByExam(session.execute(query, {"person": person_id, "exam": exam_id}).all())


def count_listed(session: Session, exam_id: int) -> int:
    """Count the people on an exam's list whose accounts are in use."""
    listed = select(func.count()).join_from(Candidacy, Person, Person.id == Candidacy.person_id)
    return session.scalar(listed.where(Candidacy.exam_id == exam_id, Person.state == "active")) or 0


@cache
def _eligibility_query(*, one_exam: bool) -> Select[Any]:
    """The query of `eligibility_of`, built once."""
    person, accommodation, candidacy = Person.__table__, Accommodation.__table__, Candidacy.__table__
    given, listed = accommodation.c, candidacy.c
    exam: BindParameter[int] = bindparam("exam")
    given_for = [or_(given.exam_id == exam, given.exam_id.is_(None))] if one_exam else []
    listed_for = [listed.exam_id == exam] if one_exam else []
    unit = Unit.__table__
    return (
        select(
            unit.c.path.label("unit_path"),
            given.id.label("accommodation_id"),
            given.exam_id,
            given.extra_minutes,
            given.factor,
            given.unlimited,
            given.past_window,
            listed.exam_id.label("listed_exam_id"),
            *(column for column in listed if column.name not in ("id", "exam_id", "person_id")),
        )
        .select_from(
            person.join(unit, unit.c.id == person.c.unit_id)
            .outerjoin(
                accommodation,
                and_(given.person_id == person.c.id, given.withdrawn_at.is_(None), *given_for),
            )
            .outerjoin(candidacy, and_(listed.person_id == person.c.id, *listed_for))
        )
        .where(person.c.id == bindparam("person"))
    )


def allowance_of(row: Any) -> Allowance:
    """Return the allowance of a row with the columns of an accommodation."""
    return Allowance(row.extra_minutes, row.factor.normalize(), row.unlimited, row.past_window)
