"""Those of the demo who make learning happen: HR assigns, markers mark, trainers release results."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from lms.cli.demo.calendar import office_hours
from lms.domain.access import Actor, Permission
from lms.domain.text.numbers import decimal_text
from lms.learning.assign import assign
from lms.people import scope
from lms.results import mark
from lms.results.release_results import by_hand, release

Story = Iterator[datetime]
_QUARTER = Decimal("0.25")


def assigning(session: Session, actor: Actor, courses: Sequence[str], start: datetime) -> Story:
    """A course every sixteen days to the unit this person is responsible for, with a day it is due."""
    unit = session.scalars(scope.units(actor, Permission.ASSIGN)).first()
    if unit is None:
        return
    # The city assigns what everybody needs; bureaus add what theirs need.
    own = courses if unit.parent_id is None else courses[-1:]
    for number, slug in enumerate(own):
        now = start + timedelta(days=16 * number, hours=2, minutes=7 * number)
        yield now
        assign(session, actor, slug, unit.id, (now + timedelta(days=45)).date(), now)


def marking(session: Session, actor: Actor, start: datetime, dice: Random) -> Story:
    """Every second day everything that waits, but for the last few, which wait still."""
    now = start
    while True:
        now = office_hours(now + timedelta(days=2, hours=dice.randrange(3)), dice)
        yield now
        for waiting in mark.waiting(session, actor):
            script = mark.script(session, actor, waiting.id, "zh")
            share = Decimal(min(len(script.text), 150)) / 200 + Decimal(dice.randint(0, 25)) / 100
            given = [_quarters(Decimal(criterion["points"]) * share) for criterion in script.rubric]
            now += timedelta(minutes=4)
            words = f"得 {decimal_text(sum(given, Decimal(0)))} 分：结构完整，时限和责任人可以写得更具体。"
            mark.mark(session, actor, waiting.id, given, words, now)


def _quarters(points: Decimal) -> Decimal:
    return (points / _QUARTER).to_integral_value() * _QUARTER


def releasing(session: Session, actor: Actor, start: datetime) -> Story:
    """Once a month the results that ask for a person's word."""
    now = start
    while True:
        now += timedelta(days=30)
        yield now
        for version in by_hand(session):
            if version.released_at is None:
                release(session, actor, version.version_id, now)
