"""Decides what a candidate may see of a sitting's result, and when."""

from dataclasses import dataclass
from datetime import datetime

from lms.domain.exam.blueprint import REVIEWS, SHOWN_BEFORE_RELEASE, Plan


@dataclass(frozen=True, slots=True)
class Visibility:
    """`state` says how far the result is; `score`, `marks` and `answers` what may be shown of it."""

    state: str
    """open, closing (over, and about to be collected), marking, held (waits for release), released;
    or annulled: it does not count, and no part of it is shown."""
    score: bool = False
    """Total, cut, verdict and sums per competency."""
    marks: bool = False
    """The mark of each position."""
    answers: bool = False
    """Questions, own answers, keys, reasons, and how each mark came about."""
    waits: bool = False
    """The plan allows the answers, but not while the exam can be sat again: they would be its key."""


def visibility_of(
    plan: Plan,
    sitting_state: str,
    run_state: str | None,
    released_at: datetime | None,
    may_sit_again: bool,
    now: datetime,
) -> Visibility:
    """Return what may be shown: no part before the end or before all is marked; then what the plan says.

    Answers and keys are never shown before release.
    """
    if sitting_state == "open":
        return Visibility("open")
    if run_state is None:
        return Visibility("closing")
    if run_state != "final":
        return Visibility("marking")
    if released_at is None or now < released_at:
        early = SHOWN_BEFORE_RELEASE.index(plan.after_submission)
        return Visibility("held", score=early >= 1, marks=early >= 2)
    level = REVIEWS.index(plan.review)
    waits = level >= 2 and may_sit_again
    return Visibility("released", score=True, marks=level >= 1, answers=level >= 2 and not waits, waits=waits)
