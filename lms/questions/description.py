"""说明: a stimulus, a text that the next questions are about; it is read and not answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.form import STEM
from lms.domain.question.paper import PaperLayout, PrintedKey
from lms.domain.question.protocol import NEVER, Criterion, Data, Score
from lms.domain.question.response import unreadable, unreadable_on_paper
from lms.domain.text.markup import block_html, plain_text

KIND = "description"
NAME = Text("说明材料", "Text to read")
HELP = Text(
    "只有 stem，供学员阅读，不作答、不计分",
    "a stem alone: something to read, without an answer or a mark",
)
LIST_ORDER, PRINT_ORDER, SCORING = 10, 0, NEVER
FORM = (replace(STEM, label=Text("材料", "Text")),)

NOTHING_TO_ANSWER = Text("这一项不用作答", "There is nothing to answer here")


@dataclass(frozen=True, slots=True)
class Body:
    """A stimulus is always worth 0 points."""

    stem: str


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem",))
    return fields.result(Body(fields.text("stem")))


def dump(body: Body) -> dict[str, Any]:
    return {"stem": body.stem}


def invariants(body: Body) -> Any:
    """Without a key there is nothing that a translation could change."""
    return ()


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`."""
    return {"stem": block_html(body.stem)}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{}`: no other response is possible."""
    if raw is not None and raw != {}:
        raise unreadable("", NOTHING_TO_ANSWER)
    return {}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    return Score(Fraction(0))


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return plain_text(body.stem)


def answer_key(body: Body) -> dict[str, Any]:
    """`{}`: there is none."""
    return {}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    return {}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout()


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    return PrintedKey("")


def response_to_paper(shown: Data, response: Data) -> Text:
    return Text("", "")


def raw_from_paper(shown: Data, typed: str) -> Any:
    """An empty text."""
    if typed.strip():
        raise unreadable_on_paper(typed, NOTHING_TO_ANSWER)
    return {}
