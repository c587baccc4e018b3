"""The fields that several forms have: the reason, a group."""

from collections.abc import Sequence
from typing import Any

from lms.candidates.list_parser import LONGEST_GROUP
from lms.candidates.reasons import LONGEST_REASON
from lms.domain.problem import Text
from lms.web.forms import Line, Reason

OFF = {"autocomplete": "off"}


def reason(hint: Text | None = None, **more: Any) -> Any:
    """Return a field for the reason of a decision."""
    return Line(
        Text("理由", "Reason"), [Reason()], most=LONGEST_REASON, hint=hint, **{"render_kw": OFF} | more
    )


def group(validators: Sequence[Any] = (), **more: Any) -> Any:
    """Return a field for the group of candidates 场次."""
    return Line(Text("场次", "Group"), validators, most=LONGEST_GROUP, optional=True, **more)
