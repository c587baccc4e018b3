"""Types of the results API, from which its description is generated."""

from typing import Annotated, Any, NotRequired, TypedDict

from lms.platform.json_schema import Exact, Note, Time

Share = Annotated[str, Note("An exact fraction", pattern=r"^-?\d+(/\d+)?$", examples=["1/2"])]


class MarkSum(TypedDict):
    """The marks in a competency, and the most that could be earned."""

    mark: Exact
    most: Exact


class PositionMark(TypedDict):
    """The mark of one position."""

    position: int
    points: Exact
    mark: Exact


class MarkPart(TypedDict):
    """A part of an answer, and what it added or took away."""

    what: str
    share: Share
    points: Share


class AnswerResult(TypedDict):
    """The candidate's answer with its key, and how its mark was computed."""

    position: int
    kind: str
    body: Annotated[dict[str, Any], Note("The question as it was shown in the sitting")]
    response: Annotated[dict[str, Any], Note("The candidate's; {} for an empty answer")]
    key: Annotated[dict[str, Any], Note("In the form of the question's kind", examples=[{"choice": "b"}])]
    rationale: str
    source: str
    feedback: list[str]
    comment: Annotated[str, Note("Written by the marker")]
    parts: list[MarkPart]


class SittingResult(TypedDict):
    """What the candidate may see now: score, marks and answers as far as the exam shows them."""

    sitting: int
    exam: int
    state: Annotated[
        str,
        Note(
            "closing: over, and about to be collected; held: waits for its release; annulled: does not count",
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
    answers: NotRequired[list[AnswerResult]]
