"""The exam of the demo that people mark: a trainer composes it, HR lists its candidates, and they sit it one after the other."""

import contextlib
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from lms.candidates.list_parser import CandidateRow
from lms.cli.demo.learner import Learner
from lms.cli.demo.tables import HERE
from lms.domain.access import Actor
from lms.domain.place import TextLine
from lms.domain.problem import Refused
from lms.exams import compose, published
from lms.exams.compose import Arrangements
from lms.exams.publish import publish_draft
from lms.invigilation.enrolment.candidate_list import add_candidates

Story = Iterator[datetime]
SLUG = "drafting"
_COMPOSED, _LISTED, _OPENS = timedelta(days=12), timedelta(days=11), timedelta(days=8)
"""How long before the end of the demo's three months."""
_STAYS_OPEN = timedelta(days=14)
LAST_MARKING = timedelta(hours=30)
"""How long before the end markers came last: what was submitted since waits for whoever tries the demo."""
_LATE = 3
"""How many candidates submit after that."""
_EXPECTED = 4
"""How many have not sat it yet."""


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads((HERE / "drafting_exam.toml").read_text("utf-8"))


def composing(session: Session, actor: Actor, end: datetime) -> Story:
    """Compose and publish it, to be sat within two weeks."""
    now = end - _COMPOSED
    yield now
    plan = _plan()
    draft = compose.create(session, actor, plan["title"], SLUG, now)
    opens = end - _OPENS
    window = Arrangements(opens, opens + _STAYS_OPEN, "")
    draft = compose.change(
        session, actor, draft.id, draft.version, lambda data: data.update(plan), "plan", now, window
    )
    with contextlib.suppress(Refused):  # an installation's own content may have no such questions
        publish_draft(session, actor, draft.id, draft.version, now)


def listing(session: Session, actor: Actor, candidates: Sequence[Actor], end: datetime) -> Story:
    """List the candidates, in two rooms."""
    now = end - _LISTED
    yield now
    rows = [
        CandidateRow(TextLine(number), person.login, f"第{'一二'[number % 2]}考场", str(number // 2 + 1))
        for number, person in enumerate(candidates)
    ]
    exam = published.by_slug(session, SLUG)
    if exam is not None:
        add_candidates(session, actor, exam.id, rows, now)


def sitting(learner: Learner, place: int, of: int, end: datetime) -> Story:
    """Sit it: most while markers still came, the last few since; some have not yet."""
    if place >= of - _EXPECTED:
        return
    late = place - (of - _EXPECTED - _LATE)
    if late >= 0:
        learner.now = end - timedelta(hours=24 - 8 * late)
    else:
        earlier = (_OPENS - LAST_MARKING - timedelta(days=1)) / (of - _EXPECTED - _LATE)
        learner.now = end - _OPENS + timedelta(hours=1) + place * earlier
    yield learner.now
    if published.by_slug(learner.session, SLUG) is not None:
        yield from learner.exam(SLUG)
