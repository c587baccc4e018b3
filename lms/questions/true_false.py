"""判断题: a statement is right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.form import STEM, FormField
from lms.domain.question.paper import PaperLayout, PrintedKey
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import form_value, require_only_key, unreadable, unreadable_on_paper
from lms.domain.text.markup import block_html, inline_html, plain_text

KIND = "true_false"
NAME = Text("判断题", "True or false")
HELP = Text(
    "answer = true 或 false；feedback_true、feedback_false 是答后的提示",
    "answer = true or false; feedback_true and feedback_false are shown afterwards",
)
LIST_ORDER, PRINT_ORDER, SCORING = 3, 3, AUTO
FORM = (
    STEM,
    FormField(
        "answer",
        Text("这句话", "The statement is"),
        "truth",
        required=True,
        options=(("true", Text("正确", "True")), ("false", Text("错误", "False"))),
    ),
    FormField(
        "feedback_true", Text("答“正确”后的提示", "Feedback to “true”"), translated=True, advanced=True
    ),
    FormField(
        "feedback_false", Text("答“错误”后的提示", "Feedback to “false”"), translated=True, advanced=True
    ),
)
TRUE = {"对", "正确", "是", "√", "✓", "T", "TRUE", "Y"}
FALSE = {"错", "错误", "否", "×", "✗", "X", "F", "FALSE", "N"}
"""What people write on paper."""

NOT_TRUE_OR_FALSE = Text("应是正确或错误", "must be true or false")
NOT_WRITTEN_TRUE_OR_FALSE = Text("判断题应写对或错", "write true or false")


@dataclass(frozen=True, slots=True)
class Body:
    """`feedback_true` is the feedback to the answer true, `feedback_false` to the answer false."""

    stem: str
    answer: bool
    feedback_true: str = ""
    feedback_false: str = ""


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "answer", "feedback_true", "feedback_false"))
    if not fields.has("answer"):
        fields.add_missing("answer")
    body = Body(
        fields.text("stem"),
        fields.flag("answer", False),
        fields.text("feedback_true", required=False),
        fields.text("feedback_false", required=False),
    )
    return fields.result(body)


def dump(body: Body) -> dict[str, Any]:
    feedback = {"feedback_true": body.feedback_true, "feedback_false": body.feedback_false}
    return {
        "stem": body.stem,
        "answer": body.answer,
        **{name: text for name, text in feedback.items() if text},
    }


def invariants(body: Body) -> Any:
    return body.answer


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`."""
    return {"stem": block_html(body.stem)}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    value = form_value(form, "value")
    return {"value": {"true": True, "false": False}.get(value, value)}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"value": true}`."""
    value = require_only_key(raw, "value")
    if value is None or value == "":
        return {}
    if not isinstance(value, bool):
        raise unreadable("value", NOT_TRUE_OR_FALSE)
    return {"value": value}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    if "value" not in response:
        return Score.from_parts(())
    value = response["value"]
    return Score.from_parts([Part("true" if value else "false", Fraction(int(value == body.answer)))])


def feedback(body: Body, response: Data) -> list[str]:
    text = {True: body.feedback_true, False: body.feedback_false}.get(response.get("value", ""), "")
    return [inline_html(text)] if text else []


def search_text(body: Body) -> str:
    return plain_text(body.stem)


def answer_key(body: Body) -> dict[str, Any]:
    return {"value": body.answer}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {"value": ["true" if response["value"] else "false"]} if response else {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {"true": Text("选“正确”", "Answered true"), "false": Text("选“错误”", "Answered false")}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    return {"value": not body.answer}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout()


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    return PrintedKey("正确" if body.answer else "错误")


def response_to_paper(shown: Data, response: Data) -> Text:
    if not response:
        return Text("", "")
    return Text("对", "true") if response["value"] else Text("错", "false")


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`对`, `√`, `T`; `错`, `×`, `F`."""
    word = typed.strip().upper()
    if not word:
        return {}
    if word not in TRUE | FALSE:
        raise unreadable_on_paper(typed, NOT_WRITTEN_TRUE_OR_FALSE)
    return {"value": word in TRUE}
