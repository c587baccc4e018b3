"""The staff of the demo: HR assigns courses, markers mark, trainers release results."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from lms.cli.demo.calendar import office_hours
from lms.domain.access import Actor, Permission
from lms.domain.text.numbers import decimal_text
from lms.learning.assign import assign_course
from lms.learning.targets import Targets
from lms.people import scope
from lms.results import mark
from lms.results.release_results import releasable_versions, release

Story = Iterator[datetime]
_QUARTER = Decimal("0.25")


def assigning(session: Session, actor: Actor, courses: Sequence[str], start: datetime) -> Story:
    """Assign a course every sixteen days to the unit this person is responsible for, with a due date."""
    unit = session.scalars(scope.units(actor, Permission.ASSIGN)).first()
    if unit is None:
        return
    # The city assigns what everybody needs; bureaus add what theirs need.
    own = courses if unit.parent_id is None else courses[-1:]
    for number, slug in enumerate(own):
        now = start + timedelta(days=16 * number, hours=2, minutes=7 * number)
        yield now
        due = (now + timedelta(days=45)).date()
        assign_course(session, actor, slug, Targets(unit.id), due, now)


def marking(session: Session, actor: Actor, start: datetime, dice: Random) -> Story:
    """Mark every second day everything that waits; what was submitted after the last time still waits."""
    now = start
    while True:
        now = office_hours(now + timedelta(days=2, hours=dice.randrange(3)), dice)
        yield now
        for answer in mark.answers_to_mark(session, actor):
            script = mark.script(session, actor, answer.id, "zh")
            share = Decimal(min(len(script.text), 150)) / 200 + Decimal(dice.randint(0, 25)) / 100
            given = [_round_to_quarter(Decimal(criterion["points"]) * share) for criterion in script.rubric]
            now += timedelta(minutes=4)
            comment = f"得 {decimal_text(sum(given, Decimal(0)))} 分：结构完整，时限和责任人可以写得更具体。"
            mark.mark_answer(session, actor, answer.id, given, comment, now)


def _round_to_quarter(points: Decimal) -> Decimal:
    return (points / _QUARTER).to_integral_value() * _QUARTER


def releasing(session: Session, actor: Actor, start: datetime) -> Story:
    """Release once a month the results that are released by hand."""
    now = start
    while True:
        now += timedelta(days=30)
        yield now
        for version in releasable_versions(session):
            if version.released_at is None:
                release(session, actor, version.version_id, now)
