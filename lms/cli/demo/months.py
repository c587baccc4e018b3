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
from lms.cli.demo.learner import Learner
from lms.cli.demo.staff import assigning, marking, releasing
from lms.domain.access import Actor, Permission

SEED = 20260901
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
    dice = Random(SEED)
    courses = [card.slug for card in browse.cards(session)]
    for actor in everyone:
        own = Random(f"{SEED} {actor.login}")
        if actor.may(Permission.ASSIGN):
            yield assigning(session, actor, courses, start)
        if actor.may(Permission.MARK):
            yield marking(session, actor, start, own)
        if actor.may(Permission.COMPOSE_EXAMS):
            yield releasing(session, actor, start)
    learners = [actor for actor in everyone if actor.may(Permission.LEARN)]
    dice.shuffle(learners)
    for place, actor in enumerate(learners):
        learner = Learner(session, actor, Random(f"{SEED} {actor.login}"), place / len(learners))
        yield learner.story(courses, start, end)
