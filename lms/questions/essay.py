"""论述题: a longer text, marked by a person against a rubric."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.form import STEM, FormField, Rows
from lms.domain.question.paper import PaperLayout, PrintedKey, untranslated
from lms.domain.question.protocol import MARKER, Criterion, Data, Score
from lms.domain.question.response import LONGEST_ESSAY, form_value, require_only_key, require_text
from lms.domain.text.markup import block_html, plain_text

KIND = "essay"
NAME = Text("论述题", "Essay")
HELP = Text(
    'rubric = [{criterion = "…", points = "3", describe = "…"}]，各项分之和等于 points；min_chars、max_chars、sample',
    'rubric = [{criterion = "…", points = "3", describe = "…"}], whose points sum to points; min_chars, max_chars, sample',
)
LIST_ORDER, PRINT_ORDER, SCORING = 9, 9, MARKER
FORM = (
    STEM,
    Rows(
        "rubric",
        Text("评分标准", "Rubric"),
        Text("标准", "Criterion"),
        (
            FormField("criterion", Text("看什么", "What is judged"), translated=True, required=True),
            FormField("points", Text("分值", "Points"), "points", required=True),
            FormField("describe", Text("怎样得分", "What earns them"), "text", translated=True),
        ),
        initial=3,
        movable=True,
    ),
    FormField("min_chars", Text("最少字数", "At least (characters)"), "whole", translated=True),
    FormField("max_chars", Text("最多字数", "At most (characters)"), "whole", translated=True),
    FormField("sample", Text("样例答案", "Model answer"), "text", translated=True, advanced=True),
)
USUAL_LENGTH = 300
"""A paper leaves space for so many characters if the author sets no length."""

MAX_CHARS_OUT_OF_RANGE: Message = (
    Text(f"应在最少字数与 {LONGEST_ESSAY} 之间", f"must be between the least length and {LONGEST_ESSAY}"),
    Text("请改正或删去", "correct or remove it"),
)


@dataclass(frozen=True, slots=True)
class Standard:
    """What a marker judges, how many points it is worth, and what earns them."""

    criterion: str
    points: Decimal
    describe: str


@dataclass(frozen=True, slots=True)
class Body:
    """The points of the rubric sum to the item's.

    The lengths are guidance, in characters without white space: a text that is too short or too long is
    accepted, and the marker sees its length.
    """

    stem: str
    rubric: tuple[Standard, ...]
    min_chars: int | None = None
    max_chars: int | None = None
    sample: str = ""


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "rubric", "min_chars", "max_chars", "sample"))
    rows = fields.rows("rubric", ("criterion", "points", "describe"), least=1)
    rubric = tuple(
        Standard(row.text("criterion"), row.points("points"), row.text("describe", required=False))
        for row in rows
    )
    least, most = fields.whole("min_chars"), fields.whole("max_chars")
    if most is not None and not (least or 1) <= most <= LONGEST_ESSAY:
        fields.add_problem("max_chars", *MAX_CHARS_OUT_OF_RANGE)
    body = Body(fields.text("stem"), rubric, least, most, fields.text("sample", required=False))
    return fields.result(body)


def dump(body: Body) -> dict[str, Any]:
    limits = {"min_chars": body.min_chars, "max_chars": body.max_chars, "sample": body.sample or None}
    return {
        "stem": body.stem,
        "rubric": rubric(body),
        **{name: value for name, value in limits.items() if value is not None},
    }


def rubric(body: Body) -> list[Criterion]:
    return [{"criterion": c.criterion, "points": str(c.points), "describe": c.describe} for c in body.rubric]


def invariants(body: Body) -> Any:
    """Lengths may differ, since the same content is longer in English."""
    return [criterion.points for criterion in body.rubric]


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, and `min_chars`, `max_chars` if they are set."""
    limits = {"min_chars": body.min_chars, "max_chars": body.max_chars}
    return {
        "stem": block_html(body.stem),
        **{name: value for name, value in limits.items() if value is not None},
    }


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"text": form_value(form, "text")}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"text": "…"}`."""
    text = require_text(require_only_key(raw, "text"), "text", LONGEST_ESSAY)
    return {"text": text} if text else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    """An empty response earns 0; any other waits for a marker."""
    return Score(Fraction(0), needs_marker=bool(response.get("text")))


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return " ".join(plain_text(text) for text in (body.stem, *(c.criterion for c in body.rubric)))


def answer_key(body: Body) -> dict[str, Any]:
    """`rubric: [{criterion, points, describe}]`, and `text` with the model answer, if there is one."""
    return {"rubric": rubric(body), **({"text": body.sample} if body.sample else {})}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {"text": [response["text"]]} if response else {}


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {str(number): untranslated(standard.criterion) for number, standard in enumerate(body.rubric, 1)}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    """The beginning of the model answer; a marker decides what it is worth."""
    return {"text": body.sample[: rng.randint(40, 110)] or "记不清了"}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(characters=shown.get("max_chars") or shown.get("min_chars") or USUAL_LENGTH)


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    return PrintedKey(body.sample)


def response_to_paper(shown: Data, response: Data) -> Text:
    return untranslated(response.get("text", ""))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """The text."""
    return {"text": typed.strip("\n")} if typed.strip() else {}
