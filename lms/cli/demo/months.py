"""Three months of the demo: what everybody does and when, by the use-cases that pages call.

A story is a generator: it yields the time at which it continues. All stories run in the order of
time, so that every list and every log looks as if it had happened.
"""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from lms.catalog import browse
from lms.cli.demo.exam import LAST_MARKING, composing, listing, sitting
from lms.cli.demo.learner import Learner
from lms.cli.demo.staff import assigning, marking, releasing, writing
from lms.cli.demo.tables import rows
from lms.domain.access import Actor, Permission

SEED = 20260901
_DUTY_OFFICE = "YC-OFF-DUTY"
"""The unit whose people work around the clock."""
Story = Iterator[datetime]


def run_stories(session: Session, everyone: Sequence[Actor], start: datetime, end: datetime) -> None:
    """Run everything between start and end; stories that would continue after the end stay unfinished."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(_stories(session, everyone, start, end)):
        _advance(waiting, number, story, end)
    while waiting:
        _, number, story = heapq.heappop(waiting)
        _advance(waiting, number, story, end)


def _advance(waiting: list[tuple[datetime, int, Story]], number: int, story: Story, end: datetime) -> None:
    moment = next(story, None)
    if moment is not None and moment <= end:
        heapq.heappush(waiting, (moment, number, story))


def _stories(session: Session, everyone: Sequence[Actor], start: datetime, end: datetime) -> Iterator[Story]:
    courses = [card.slug for card in browse.cards(session)]
    yield from _stories_of_staff(session, everyone, courses, start, end)
    learners = [actor for actor in everyone if actor.may(Permission.LEARN)]
    Random(SEED).shuffle(learners)
    on_shifts = {row["login"] for row in rows("people.csv") if row["unit"] == _DUTY_OFFICE}
    for place, actor in enumerate(learners):
        dice = Random(f"{SEED} {actor.login}")
        rank = place / len(learners)
        learner = Learner(session, actor, dice, rank, on_shifts=actor.login in on_shifts)
        yield learner.story(courses, start, end)
    candidates = learners[::3]
    yield listing(session, _first(everyone, Permission.ENROL), candidates, end)
    for place, actor in enumerate(candidates):
        learner = Learner(session, actor, Random(f"{SEED} drafting {actor.login}"), place / len(candidates))
        yield sitting(learner, place, len(candidates), end)


def _stories_of_staff(
    session: Session, everyone: Sequence[Actor], courses: Sequence[str], start: datetime, end: datetime
) -> Iterator[Story]:
    for actor in everyone:
        own = Random(f"{SEED} {actor.login}")
        if actor.may(Permission.ASSIGN):
            yield assigning(session, actor, courses, start)
        if actor.may(Permission.MARK):
            yield marking(session, actor, start, end - LAST_MARKING, own)
    trainer = _first(everyone, Permission.COMPOSE_EXAMS)
    yield releasing(session, trainer, start)
    yield composing(session, trainer, end)
    yield writing(session, trainer, end)


def _first(everyone: Sequence[Actor], permission: Permission) -> Actor:
    return next(actor for actor in everyone if actor.may(permission))
