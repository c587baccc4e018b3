"""What a candidate may see of a sitting's result, and when: the one place that decides."""

from dataclasses import dataclass
from datetime import datetime

from lms.domain.exam.blueprint import AFTERWARDS, REVIEWS, Plan


@dataclass(frozen=True, slots=True)
class Sight:
    """`state` says how far the result is; `score`, `marks` and `answers` what may be shown of it."""

    state: str
    """open, closing (over, and about to be collected), marking, held (waits for release), released;
    or annulled: it counts for nothing, and nothing of it is shown."""
    score: bool = False
    """Total, cut, verdict and sums per competency."""
    marks: bool = False
    """The mark of each position."""
    answers: bool = False
    """Questions, own answers, keys, reasons, and how each mark came about."""
    waits: bool = False
    """The plan allows the answers, but not while the exam can be sat again: they would be its key."""


def sight(
    plan: Plan,
    sitting_state: str,
    run_state: str | None,
    released_at: datetime | None,
    may_sit_again: bool,
    now: datetime,
) -> Sight:
    """Nothing before the end, nothing before all is marked; before and after release the plan decides.

    Answers and keys never come before release.
    """
    if sitting_state == "open":
        return Sight("open")
    if run_state is None:
        return Sight("closing")
    if run_state != "final":
        return Sight("marking")
    if released_at is None or now < released_at:
        early = AFTERWARDS.index(plan.after_submission)
        return Sight("held", score=early >= 1, marks=early >= 2)
    level = REVIEWS.index(plan.review)
    waits = level >= 2 and may_sit_again
    return Sight("released", score=True, marks=level >= 1, answers=level >= 2 and not waits, waits=waits)
