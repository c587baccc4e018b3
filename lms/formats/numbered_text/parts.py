"""The parts of a question, without the markers around them."""

from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.problem import Message


@dataclass(slots=True)
class Parts:
    """What a body is made from."""

    stem: str
    options: list[str]
    answer: str
    points: Decimal
    rules: list[str]
    rubric: str = ""
    explanations: list[str] = field(default_factory=list)
    """Feedback that was written into the answer."""
    notices: list[Message] = field(default_factory=list)
    """What the author should check."""
