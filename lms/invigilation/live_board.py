"""The invigilator's board: everyone who is expected at an exam or sits it, each with their state."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SelectBase, func, select, union
from sqlalchemy.orm import Session

from lms.candidates import eligibility
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.domain.exam import allowance, timing
from lms.domain.exam.allowance import Allowance
from lms.exams import published
from lms.exams.models import ExamVersion
from lms.exams.published import Published
from lms.invigilation.evidence.event_counts import EventCounts, count_events
from lms.people.models import Person, Unit
from lms.people.scope import in_units
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SUBMITTED
from lms.sittings.models import Sitting, SittingSeen

SILENT_AFTER = timedelta(seconds=45)
"""A browser that has not been in contact for this long may be cut off."""
WAITING, LOST, COLLECTED, ANNULLED = "waiting", "lost", "collected", "annulled"
STATES = (
    LOST, PAUSED, OPEN, WAITING, eligibility.MAKEUP, SUBMITTED, COLLECTED, EXPIRED,
    eligibility.ABSENT, eligibility.DEFERRED, eligibility.MISCONDUCT, ANNULLED,
)  # fmt: skip
"""The states of a line, the most urgent first."""
RUNNING = (OPEN, LOST, PAUSED)


@dataclass(slots=True)
class Line:
    """One person. Not frozen: a board makes hundreds every few seconds, and freezing costs the most of it."""

    person_id: int
    login: str
    name: str
    unit: str
    group: str
    seat: str
    state: str
    sitting_id: int | None = None
    attempt: int = 0
    answered: int = 0
    questions: int = 0
    deadline: datetime | None = None
    """While it is paused, the deadline if it were resumed now."""
    seen_at: datetime | None = None
    left: int = 0
    """How often the page was left."""
    moved: int = 0
    late: int = 0
    minutes: int = 0
    """Added by invigilators."""
    allowance: Allowance = allowance.STANDARD


@dataclass(frozen=True, slots=True)
class Board:
    """One exam: the lines that match the filters, and the totals of all lines."""

    exam: Published
    lines: list[Line]
    counts: dict[str, int]
    """By state, in the order of STATES; filtered by group only."""
    groups: list[str]

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        return sum(self.counts.get(state, 0) for state in (SUBMITTED, COLLECTED, EXPIRED))

    @property
    def running(self) -> int:
        return sum(self.counts.get(state, 0) for state in RUNNING)


def load_board(
    session: Session, actor: Actor, exam_id: int, now: datetime, group: str = "", state: str = ""
) -> Board:
    """Return the board with the people within the actor's units. Five queries, however many people there are."""
    exam = published.get_exam(session, exam_id)
    listed = {row.person_id: row for row in session.execute(_candidacies(actor, exam_id))}
    sat = {row.person_id: row for row in session.execute(_newest_sittings(actor, exam_id))}
    counts_by_sitting = count_events(session, [row.id for row in sat.values()], now)
    questions = _question_counts(session, exam, {row.exam_version_id for row in sat.values()})
    people = sorted({**sat, **listed}.items(), key=lambda item: _sort_key(item[1], listed.get(item[0])))
    lines = [
        _line(row, listed.get(id_), sat.get(id_), counts_by_sitting, questions, now) for id_, row in people
    ]
    groups = sorted({line.group for line in lines if line.group})
    lines = [line for line in lines if group in ("", line.group)]
    by_state = Counter(line.state for line in lines)
    counts = {name: by_state[name] for name in STATES if by_state[name]}
    return Board(exam, [line for line in lines if state in ("", line.state)], counts, groups)


def _people(actor: Actor, *columns: Any) -> Select[Any]:
    return (
        select(Person.id.label("person_id"), Person.login, Person.name, Unit.name.label("unit"), *columns)
        .join(Unit, Unit.id == Person.unit_id)
        .where(in_units(actor, Permission.INVIGILATE, Unit.path))
    )


def _candidacies(actor: Actor, exam_id: int) -> Select[Any]:
    return (
        _people(actor, Candidacy.group, Candidacy.seat, Candidacy.status, Candidacy.set_at)
        .join(Candidacy, Candidacy.person_id == Person.id)
        .where(Candidacy.exam_id == exam_id)
    )


def _newest_sittings(actor: Actor, exam_id: int) -> Select[Any]:
    """Return a query of each person's attempts in order, of which the caller keeps the last."""
    c = Sitting.__table__.c
    columns = (c.id, c.exam_version_id, c.attempt, c.state, c.started_at, c.deadline,
               c.allowance, c.paused_at, c.annulled, SittingSeen.at.label("seen_at"))  # fmt: skip
    return (
        _people(actor, *columns)
        .join(Sitting, Sitting.person_id == Person.id)
        .outerjoin(SittingSeen, SittingSeen.sitting_id == Sitting.id)
        .where(Sitting.exam_id == exam_id)
        .order_by(Sitting.attempt)
    )


def _question_counts(session: Session, exam: Published, versions: set[int]) -> dict[int, int]:
    counts = {exam.version_id: exam.plan.questions}
    older = versions - set(counts)
    if older:
        rows = session.execute(select(ExamVersion.id, ExamVersion.plan).where(ExamVersion.id.in_(older)))
        counts |= {row.id: published.plan_of(row.plan).questions for row in rows}
    return counts


def _sort_key(row: Row[Any], listed: Row[Any] | None) -> tuple[str, int, str, str]:
    """Sort by group, seat (9 before 10) and employee number; people who are not on the list come last."""
    group, seat = (listed.group, listed.seat) if listed else ("\uffff", "")
    return group, len(seat), seat, row.login


def _line(
    row: Row[Any],
    listed: Row[Any] | None,
    sat: Row[Any] | None,
    counts_by_sitting: dict[int, EventCounts],
    questions: dict[int, int],
    now: datetime,
) -> Line:
    group, seat = (listed.group, listed.seat) if listed else ("", "")
    person = (row.person_id, row.login, row.name, row.unit, group, seat)
    if sat is None:
        status = listed.status if listed else eligibility.EXPECTED
        return Line(*person, WAITING if status == eligibility.EXPECTED else status)
    counts = counts_by_sitting[sat.id]
    seen_at = max(at for at in (sat.seen_at, counts.last, sat.started_at) if at is not None)
    state = _state(sat, counts, seen_at, now)
    if (
        listed
        and listed.status == eligibility.MAKEUP
        and state not in RUNNING
        and sat.started_at < listed.set_at
    ):
        state = eligibility.MAKEUP  # granted after this sitting, and still to be sat
    deadline = sat.deadline if sat.paused_at is None else timing.resumed(sat.deadline, sat.paused_at, now)
    return Line(
        *person,
        state,
        sat.id,
        sat.attempt,
        counts.answered,
        questions[sat.exam_version_id],
        deadline,
        seen_at,
        len(counts.left),
        len(counts.moved),
        len(counts.late),
        counts.minutes,
        allowance.load(sat.allowance),
    )


def _state(sat: Row[Any], counts: EventCounts, seen_at: datetime, now: datetime) -> str:
    if sat.annulled is not None:
        return ANNULLED
    if sat.state == SUBMITTED:
        return COLLECTED if counts.collected else SUBMITTED
    if sat.state == EXPIRED:
        return EXPIRED
    if sat.paused_at is not None:
        return PAUSED
    if timing.is_over(sat.deadline, now):
        return EXPIRED
    return LOST if now - seen_at > SILENT_AFTER else OPEN


@dataclass(frozen=True, slots=True)
class WatchableExam:
    """An exam in the invigilator's list."""

    exam: Published
    listed: int
    candidates: int
    """On the list or with a sitting, as on its board."""
    running: int
    sat: int

    @property
    def has_candidates(self) -> bool:
        """Whether anyone is expected or sits."""
        return bool(self.listed or self.running)


def watchable_exams(session: Session, actor: Actor, now: datetime) -> list[WatchableExam]:
    """Return the exams that are open or to be opened, with counts of the actor's units; four queries.

    Exams in progress come first, then those with a list of candidates, then by opening time.
    """
    within = in_units(actor, Permission.INVIGILATE, Unit.path)
    listed = _people_by_exam(session, within, select(Candidacy.exam_id, Candidacy.person_id))
    everyone = union(
        select(Candidacy.exam_id, Candidacy.person_id), select(Sitting.exam_id, Sitting.person_id)
    )
    candidates = _people_by_exam(session, within, everyone)
    sat: Counter[int] = Counter()
    running: Counter[int] = Counter()
    for exam_id, state, count in session.execute(
        select(Sitting.exam_id, Sitting.state, func.count())
        .join(Person, Person.id == Sitting.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(within)
        .group_by(Sitting.exam_id, Sitting.state)
    ):
        sat[exam_id] += count
        running[exam_id] += count if state == OPEN else 0
    exams = [
        WatchableExam(
            exam, listed.get(exam.id, 0), candidates.get(exam.id, 0), running[exam.id], sat[exam.id]
        )
        for exam in published.all_exams(session)
        if running[exam.id] or not (exam.closed or (exam.closes_at and exam.closes_at <= now))
    ]
    return sorted(
        exams,
        key=lambda row: (not row.running, not row.listed, str(row.exam.opens_at or ""), row.exam.slug),
    )


def _people_by_exam(session: Session, within: ColumnElement[bool], people: SelectBase) -> dict[int, int]:
    """Count the people within these units; `people` selects (exam, person)."""
    each = people.subquery()
    query = (
        select(each.c.exam_id, func.count())
        .join(Person, Person.id == each.c.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(within)
        .group_by(each.c.exam_id)
    )
    return dict(session.execute(query).all())
