"""简答题（短文字）: a word or a short phrase, compared with the accepted answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.answers import Answer, best_share, dump_answers, read_answers
from lms.domain.question.form import ANSWERS, STEM, FormField
from lms.domain.question.paper import (
    PaperLayout,
    PrintedKey,
    full_mark_answers,
    share_notes,
    untranslated,
)
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import form_value, require_only_key, require_text
from lms.domain.text.markup import block_html, plain_text

KIND = "short_text"
NAME = Text("短答题", "Short answer")
HELP = Text(
    'answers = ["写法一", "写法二"]；keep_punctuation = true 时标点也算',
    'answers = ["one form", "another"]; keep_punctuation = true counts punctuation',
)
LIST_ORDER, PRINT_ORDER, SCORING = 6, 5, AUTO
FORM = (
    STEM,
    ANSWERS,
    FormField("keep_punctuation", Text("标点也要写对", "Punctuation counts"), "flag"),
)


@dataclass(frozen=True, slots=True)
class Body:
    """If `keep_punctuation`, 、 and ， are different."""

    stem: str
    answers: tuple[Answer, ...]
    keep_punctuation: bool = False


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "answers", "keep_punctuation"))
    body = Body(fields.text("stem"), read_answers(fields), fields.flag("keep_punctuation", False))
    return fields.result(body)


def dump(body: Body) -> dict[str, Any]:
    return {
        "stem": body.stem,
        "answers": dump_answers(body.answers),
        "keep_punctuation": body.keep_punctuation,
    }


def invariants(body: Body) -> Any:
    """Another language may have more accepted answers, or fewer."""
    return body.keep_punctuation


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`."""
    return {"stem": block_html(body.stem)}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"text": form_value(form, "text")}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"text": "…"}`."""
    text = require_text(require_only_key(raw, "text"), "text")
    return {"text": text} if text else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    if "text" not in response:
        return Score.from_parts(())
    share = best_share(body.answers, response["text"], keep_punctuation=body.keep_punctuation)
    return Score.from_parts([Part("text", share)])


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return " ".join([plain_text(body.stem), *(answer.text for answer in body.answers)])


def answer_key(body: Body) -> dict[str, Any]:
    return {"text": next(answer.text for answer in body.answers if answer.fraction == 1)}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {"text": [response["text"]]} if response else {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {"text": Text("文字", "The text")}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    return {"text": "记不清了"}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout()


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    answers = [(answer.text, answer.fraction) for answer in body.answers]
    return PrintedKey(full_mark_answers(answers), share_notes(answers))


def response_to_paper(shown: Data, response: Data) -> Text:
    return untranslated(response.get("text", ""))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """The words."""
    return {"text": typed.strip("\n")} if typed.strip() else {}
