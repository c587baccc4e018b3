"""To whom a course is assigned: a unit with everybody in it, or single people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.candidates.list_parser import CandidateRow
from lms.domain.access import Actor, Permission, Role
from lms.domain.problem import Problem
from lms.learning import messages
from lms.people import directory, scope
from lms.people.models import RoleGrant
from lms.platform.db.insert import batched

MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Targets:
    """A unit with those below it, or single people of a list by employee number, or both."""

    unit_id: int | None = None
    people: Sequence[CandidateRow] = field(default_factory=list)


def target_ids(session: Session, actor: Actor, targets: Targets) -> list[tuple[str, int]]:
    """Return (column of Assignment, id) of each target, each once.

    Raise Refused (400) if there is none, or with a Problem for every line without an active trainee within the actor's
    units.
    """
    found: list[tuple[str, int]] = []
    if targets.unit_id is not None:
        found.append(("unit_id", scope.unit(session, actor, Permission.ASSIGN, targets.unit_id).id))
    people, problems = directory.active_people(
        session, actor, Permission.ASSIGN, [(row.place, row.login) for row in targets.people]
    )
    trainees = _trainees(session, [person.id for person in people.values()])
    problems += [
        Problem(row.place, *messages.not_a_trainee(people[row.login].name))
        for row in targets.people
        if row.login in people and people[row.login].id not in trainees
    ]
    if problems or len(people) > MOST_AT_ONCE:
        raise messages.people_invalid(problems, MOST_AT_ONCE)
    found += [("person_id", person.id) for person in people.values()]
    if not found:
        raise messages.no_target()
    return found


def _trainees(session: Session, person_ids: Iterable[int]) -> set[int]:
    trainees: set[int] = set()
    for batch in batched(person_ids, 500):
        query = select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINEE)
        trainees |= set(session.scalars(query.where(RoleGrant.person_id.in_(batch))))
    return trainees
