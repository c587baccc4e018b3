"""Decides whether a person may start an exam now, and how many attempts are left."""

from collections.abc import Sequence
from datetime import datetime

from lms.candidates.eligibility import DEFERRED, MISCONDUCT, Eligibility
from lms.domain.exam import addresses, timing
from lms.domain.problem import Refused
from lms.exams.published import Published
from lms.platform.clock import iso
from lms.sittings import messages


def attempts_left(exam: Published, eligibility: Eligibility, used: int) -> int:
    """Return how many attempts are left to a person who has begun `used`."""
    return max(exam.plan.attempts + eligibility.makeups - used, 0)


def check_may_start(
    exam: Published, eligibility: Eligibility, ends: Sequence[datetime | None], passed: bool, now: datetime
) -> None:
    """Raise Refused if no attempt may start now; `ends` are the ends of the person's earlier ones."""
    if exam.closed:
        raise messages.exam_closed()
    if not exam.is_for(eligibility.unit_path, listed=eligibility.listed):
        raise messages.not_among_candidates()
    _check_status(eligibility)
    opens_at, closes_at = eligibility.window(exam.opens_at, exam.closes_at)
    if not timing.window_open(opens_at, closes_at, now, eligibility.allowance):
        raise _outside_window(opens_at, closes_at, now)
    if passed and exam.plan.review == "answers":
        # A person who has passed may see the answers, and a sitting after that would measure nothing.
        raise messages.exam_passed()
    if not attempts_left(exam, eligibility, len(ends)):
        raise messages.no_attempts_left(exam.plan.attempts + eligibility.makeups)
    again_at = timing.next_start(max((end for end in ends if end), default=None), exam.plan.wait_hours)
    if again_at is not None and now < again_at:
        raise messages.wait_between_attempts(exam.plan.wait_hours, iso(again_at))


def check_address(exam: Published, address: str) -> None:
    """Raise Refused if a sitting may not begin on this computer."""
    if not addresses.allows(exam.plan.addresses, address):
        raise messages.address_not_allowed(address)


def _check_status(eligibility: Eligibility) -> None:
    if eligibility.status == DEFERRED:
        raise messages.exam_deferred()
    if eligibility.status == MISCONDUCT:
        raise messages.misconduct()


def _outside_window(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Refused:
    early = opens_at is not None and now < opens_at
    opens, closes = (iso(moment) if moment else None for moment in (opens_at, closes_at))
    return messages.outside_window(opens, closes, early)
