"""说明: a text to read, such as the material that the next questions ask about; there is nothing to answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.form import STEM
from lms.domain.question.paper import Printable, PrintedKey
from lms.domain.question.protocol import NEVER, Criterion, Data, Score
from lms.domain.question.response import not_written, unreadable
from lms.domain.text.markup import block, plain

KIND = "description"
NAME = Text("说明材料", "Text to read")
HELP = Text(
    "只有 stem，供学员阅读，不作答、不计分",
    "a stem alone: something to read, without an answer or a mark",
)
LISTED, PRINTED, SCORED = 10, 0, NEVER
FORM = (replace(STEM, label=Text("材料", "Text")),)


@dataclass(frozen=True, slots=True)
class Body:
    """It is worth 0 points wherever it stands."""

    stem: str


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem",))
    return fields.checked(Body(fields.text("stem")))


def dump(body: Body) -> dict[str, Any]:
    return {"stem": body.stem}


def frame(body: Body) -> Any:
    """There is no key that a translation could change."""
    return ()


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`."""
    return {"stem": block(body.stem)}


def from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {}


def read(body: Body, raw: Any) -> dict[str, Any]:
    """`{}`: no other response is possible."""
    if raw is not None and raw != {}:
        unreadable("", Text("这一项不用作答", "There is nothing to answer here"))
    return {}


def score(body: Body, response: Data) -> Score:
    return Score(Fraction(0))


def feedback(body: Body, response: Data) -> list[str]:
    return []


def words(body: Body) -> str:
    return plain(body.stem)


def key(body: Body) -> dict[str, Any]:
    """`{}`: there is none."""
    return {}


def to_form(response: Data) -> dict[str, list[str]]:
    return {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {}


def wrong(body: Body, dice: Random) -> dict[str, Any]:
    return {}


def picks(response: Data) -> list[str] | None:
    return None


def printable(shown: Data) -> Printable:
    return Printable()


def print_key(body: Body, form: Printable) -> PrintedKey:
    return PrintedKey("")


def by_hand(shown: Data, response: Data) -> Text:
    return Text("", "")


def from_hand(shown: Data, typed: str) -> Any:
    """Nothing."""
    if typed.strip():
        raise not_written(typed, Text("这一项不用作答", "There is nothing to answer here"))
    return {}
