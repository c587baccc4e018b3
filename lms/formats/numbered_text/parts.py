"""The parts of a question of a paper, cleared of their marks."""

from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.problem import Text


@dataclass(slots=True)
class Parts:
    """What a body is made from. `said` gathers words for everybody that stood in the answer, `notes` what the
    author should look at and how."""

    stem: str
    options: list[str]
    answer: str
    points: Decimal
    rules: list[str]
    rubric: str = ""
    said: list[str] = field(default_factory=list)
    notes: list[tuple[Text, Text]] = field(default_factory=list)
