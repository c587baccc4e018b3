"""How long a reason that is kept with a decision may be."""

from lms.candidates import messages
from lms.domain.problem import Problem

LONGEST_REASON = 500
"""Characters."""


def reason_problems(reason: str) -> list[Problem]:
    """Return the problem of a reason that is too long to be kept whole."""
    return [messages.reason_too_long(len(reason), LONGEST_REASON)] if len(reason) > LONGEST_REASON else []
