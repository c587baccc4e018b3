"""How long a reason may be that is kept with a decision."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text

LONGEST_REASON = 500
"""Characters."""


def reason_problems(reason: str) -> list[Problem]:
    """That a reason cannot be kept whole; nothing if it can."""
    over = len(reason) - LONGEST_REASON
    if over <= 0:
        return []
    what = Text(
        f"理由最多 {LONGEST_REASON} 个字符，现有 {len(reason)} 个",
        f"A reason has at most {LONGEST_REASON} characters, this has {len(reason)}",
    )
    return [Problem(FieldPath("reason"), what, Text(f"请删去 {over} 个字符", f"Remove {over}"))]
