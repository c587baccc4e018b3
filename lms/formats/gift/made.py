"""What the answer section of a GIFT question makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.domain.problem import Problem, Text


@dataclass(frozen=True, slots=True)
class Made:
    """A kind and its own keys; `more` is what our kind has no place for, `notes` what the author should know."""

    kind: str
    data: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


HASH_IS_FEEDBACK = Text(
    r"答案是空的：# 后面的文字都算反馈", r"the answer is empty: all text behind a # is feedback"
)
WRITE_HASH = Text(
    r"如果 # 是答案的一部分（如颜色 #ff0000），请写成 \#",
    r"If # belongs to the answer (a colour #ff0000), write \#",
)
