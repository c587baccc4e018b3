"""The staff of the demo: HR assigns courses, markers mark, trainers write questions and release results."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from lms.bank.authoring import quick_entry
from lms.bank.authoring.quick_entry import SharedDetails
from lms.bank.review import submit_for_review
from lms.cli.demo import essays
from lms.cli.demo.calendar import office_hours
from lms.cli.demo.tables import HERE
from lms.domain.access import Actor, Permission
from lms.learning.assign import assign_course
from lms.learning.targets import Targets
from lms.people import scope
from lms.results import mark
from lms.results.release_results import releasable_versions, release

Story = Iterator[datetime]
_IN_ONE_GO = 5
"""How many answers somebody marks before turning to other work."""


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


def marking(session: Session, actor: Actor, start: datetime, end: datetime, dice: Random) -> Story:
    """Mark every second day a few of those that wait; what was submitted after the last time still waits."""
    now = start
    while True:
        now = office_hours(now + timedelta(days=2, hours=dice.randrange(3)), dice)
        if now > end:
            return
        yield now
        for answer in mark.answers_to_mark(session, actor)[:_IN_ONE_GO]:
            yield now
            if answer.id not in {left.id for left in mark.answers_to_mark(session, actor)}:
                continue  # another marker was faster
            if marks := essays.mark(mark.script(session, actor, answer.id, "zh").text):
                mark.mark_answer(session, actor, answer.id, *marks, now)
            now += timedelta(minutes=4)


def writing(session: Session, actor: Actor, end: datetime) -> Story:
    """Write questions, all but the last of which are submitted for review."""
    now = office_hours(end - timedelta(days=3), Random(actor.login))
    yield now
    typed = (HERE / "questions.txt").read_text("utf-8")
    shared = SharedDetails("writing", 2, "《党政机关公文处理工作条例》第八条、第十五条（转载本）", now.date())
    for item in quick_entry.save(session, actor, typed, shared, now)[:-1]:
        submit_for_review(session, actor, item.id, item.number, now)


def releasing(session: Session, actor: Actor, start: datetime) -> Story:
    """Release once a month the results that are released by hand."""
    now = start
    while True:
        now += timedelta(days=30)
        yield now
        for version in releasable_versions(session):
            if version.released_at is None:
                release(session, actor, version.version_id, now)
