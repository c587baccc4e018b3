"""Represent the content of the answer section of a GIFT question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Parsed:
    """A kind and its own keys; `more` is what our kind has no field for, `notices` what the author should check."""

    kind: str
    data: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()
