"""What programs get of results: the types of the API, from which its description is made."""

from typing import Annotated, Any, NotRequired, TypedDict

from lms.platform.json_schema import Exact, Note, Time

Share = Annotated[str, Note("An exact fraction", pattern=r"^-?\d+(/\d+)?$", examples=["1/2"])]


class MarkSum(TypedDict):
    """Marks in a competency, of so many."""

    mark: Exact
    most: Exact


class PositionMark(TypedDict):
    """What one position earned."""

    position: int
    points: Exact
    mark: Exact


class MarkPart(TypedDict):
    """A part of an answer, and what it added or took away."""

    what: str
    share: Share
    points: Share


class SeenAnswer(TypedDict):
    """One's answer with its key, and how its mark came about."""

    position: int
    kind: str
    body: Annotated[dict[str, Any], Note("The question, as while it was sat")]
    response: Annotated[dict[str, Any], Note("One's own; {} for an empty answer")]
    key: Annotated[dict[str, Any], Note("By the kind of the question", examples=[{"choice": "b"}])]
    rationale: str
    source: str
    feedback: list[str]
    comment: Annotated[str, Note("Of the marker")]
    parts: list[MarkPart]


class SittingResult(TypedDict):
    """What this person may see now: the score, the marks and the answers as the exam lets them."""

    sitting: int
    exam: int
    state: Annotated[
        str,
        Note(
            "closing: over, and about to be collected; held: waits for its release; annulled: counts for nothing",
            enum=["open", "closing", "marking", "held", "released", "annulled"],
        ),
    ]
    submitted_at: Time | None
    answered: int
    questions: int
    total: NotRequired[Exact]
    most: NotRequired[Exact]
    cut: NotRequired[Exact]
    passed: NotRequired[bool]
    competencies: NotRequired[dict[str, MarkSum]]
    marks: NotRequired[list[PositionMark]]
    answers: NotRequired[list[SeenAnswer]]
