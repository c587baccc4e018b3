"""The types of the API of sitting an exam, from which its description is generated."""

from typing import Annotated, Any, NotRequired, TypedDict

from lms.domain.exam.blueprint import MOST_ITEMS
from lms.platform.json_schema import EXTENSIBLE, Exact, Note, Time
from lms.sittings.answers.updates import GREATEST_SEQ, MOST_FOCUS_CHANGES
from lms.sittings.find import EXPIRED, OPEN, PAUSED, SUBMITTED
from lms.sittings.presence import DECISIONS, FOCUS

State = Annotated[str, Note(enum=[OPEN, PAUSED, SUBMITTED, EXPIRED])]
Place = Annotated[int, Note("The number of a question on the paper", minimum=1, examples=[1])]
Seq = Annotated[int, Note("Grows per sitting on the client", minimum=1, maximum=GREATEST_SEQ, examples=[7])]
ClientTime = Annotated[
    str, Note("The client's own clock", maxLength=40, examples=["2026-11-23T01:00:09.000Z"])
]
Response = Annotated[
    dict[str, Any],
    Note(
        "By the kind of the question; {} is an empty answer",
        examples=[
            {"choice": "b"},
            {"choices": ["a", "c"]},
            {"value": True},
            {"text": "函"},
            {"blanks": ["北京", "昆明"]},
            {"number": "397.1"},
            {"order": ["c", "a", "b"]},
            {"pairs": {"1": "c", "2": "d"}},
        ],
    ),
]


class ExamOffer(TypedDict):
    """An exam that this person may sit."""

    id: int
    title: str
    opens_at: Time | None
    closes_at: Time | None
    duration_seconds: int
    attempts_left: int
    open_sitting: Annotated[int | None, Note("The sitting that is under way")]
    access_code: Annotated[bool, Note("Whether an access code is required")]


class Begin(TypedDict):
    """The body of a request to begin an attempt."""

    access_code: NotRequired[Annotated[str, Note("The access code, if the exam has one", examples=["7788"])]]


class Option(TypedDict):
    """One of several texts; its id reveals nothing of the key."""

    id: Annotated[str, Note(examples=["b"])]
    text: Annotated[str, Note("HTML")]


class ShownBody(TypedDict, total=False):
    """A question as its candidate sees it; some kinds have more."""

    stem: Annotated[str, Note("HTML")]
    options: list[Option]
    blanks: Annotated[int, Note("The number of blanks")]
    left: list[Option]
    right: list[Option]
    unit: str


class ShownItem(TypedDict):
    """One position of the paper."""

    position: Place
    section: str
    kind: Annotated[str, Note(examples=["single_choice"])]
    points: Exact
    body: Annotated[ShownBody, EXTENSIBLE]


class Times(TypedDict):
    """The server's clock, and when the sitting ends by it."""

    server_time: Time
    deadline: Time


class Sitting(Times):
    """A sitting; the questions only while it is open."""

    id: int
    exam: int
    state: State
    items: list[ShownItem]


class GivenAnswer(TypedDict):
    """The answer that counts at a position."""

    position: Place
    seq: Seq
    response: Response


class SittingWithAnswers(Sitting):
    """A sitting with its answers and the questions that are marked to come back to."""

    answers: list[GivenAnswer]
    flags: list[Place]


class SentAnswer(TypedDict):
    """An answer that is sent, with either `response` or `fields`."""

    position: Place
    seq: Seq
    response: NotRequired[Response]
    client_time: NotRequired[ClientTime | None]
    fields: NotRequired[
        Annotated[dict[str, list[str]], Note("The fields of the page's form, as its script sends them")]
    ]


class SaveAnswers(TypedDict):
    """The body of a request to save answers."""

    answers: Annotated[list[SentAnswer], Note(maxItems=MOST_ITEMS)]


class Acknowledged(TypedDict):
    """The identity of an answer."""

    position: Place
    seq: Seq


class SavedAnswers(Times):
    """What became of the answers that were sent."""

    saved: Annotated[list[Acknowledged], Note("On disk")]
    late: Annotated[list[Acknowledged], Note("Kept, but not scored")]
    conflict: Annotated[
        list[Acknowledged],
        Note("Another answer has this number; `seq` is the greatest number at the position"),
    ]


class SentGlance(TypedDict):
    """The page was left, or came back to."""

    type: Annotated[str, Note(enum=list(FOCUS))]
    client_time: ClientTime


class SayPresent(TypedDict, total=False):
    """The body of a page's report that it is present."""

    focus: Annotated[list[SentGlance], Note(f"The first {MOST_FOCUS_CHANGES} are read")]
    opened: Annotated[bool, Note("False: the page was open before, and does not take a released sitting")]


class DecisionMade(TypedDict, total=False):
    """A decision of an invigilator, with its facts."""

    type: Annotated[str, Note(enum=list(DECISIONS))]
    at: Time
    by: str
    reason: str


class Presence(Times):
    """The state of a sitting, and the decisions about it."""

    state: State
    unlimited: bool
    here: Annotated[bool, Note("Whether this browser has the sitting")]
    decisions: list[Annotated[DecisionMade, EXTENSIBLE]]


class Flag(TypedDict):
    """Whether a question is flagged to come back to."""

    position: Annotated[int, Note("The number of a question on the paper", examples=[2])]
    flagged: bool


class Submit(TypedDict, total=False):
    """The body of a submission."""

    seqs: Annotated[
        dict[str, int],
        Note(
            "The greatest number that was sent, by position, so that a lost answer is noticed",
            examples=[{"1": 7}],
        ),
    ]


class MissingAnswer(TypedDict):
    """An answer that has not arrived."""

    position: Place
    sent: int
    held: int


class SubmissionReceipt(TypedDict):
    """What was submitted, sealed."""

    receipt: Annotated[str, Note(examples=["7K3QX-0M2RA-9V5TC-HJ8DE-1NPWZ"])]
    sha256: Annotated[str, Note(pattern="^[0-9a-f]{64}$")]
    state: State
    submitted_at: Time
    missing: NotRequired[Annotated[list[MissingAnswer], Note("Answers that arrived too late to be sealed")]]
