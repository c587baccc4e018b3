"""单选题: one option is chosen; the right one earns the full mark, others may earn a share."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.form import SHUFFLE, STEM, option_rows
from lms.domain.question.options import (
    Option,
    any_option_has,
    dump_option,
    option_names,
    read_options,
    show_options,
)
from lms.domain.question.paper import (
    PaperLayout,
    PrintedKey,
    lettered,
    marks_by_id,
    share_notes,
    untranslated,
)
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import (
    form_value,
    ids_of_letters,
    require_id,
    require_only_key,
    unknown_letters,
)
from lms.domain.text.markup import block_html, inline_html, plain_text

KIND = "single_choice"
NAME = Text("单选题", "Single choice")
HELP = Text(
    "options，恰有一项 right = true；shuffle = false 不打乱选项",
    "options, exactly one with right = true; shuffle = false keeps their order",
)
LIST_ORDER, PRINT_ORDER, SCORING = 1, 1, AUTO
FORM = (STEM, option_rows(right=Text("正确", "Right")), SHUFFLE)


def wrong_number_right(count: int) -> Message:
    return (
        Text(f"有 {count} 个正确选项，应恰有 1 个", f"has {count} right options, needs exactly 1"),
        Text("请只把正确的一项标为正确", "mark the right one only"),
    )


@dataclass(frozen=True, slots=True)
class Body:
    """At least one option has the fraction 1. The options are in the author's order.

    Ids that the author did not set depend on the texts and do not reveal that order.
    """

    stem: str
    options: tuple[Option, ...]
    shuffle: bool = True


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "options", "shuffle"))
    body = Body(fields.text("stem"), read_options(fields, shares=True), fields.flag("shuffle", True))
    full = sum(option.fraction == 1 for option in body.options)
    has_fractions = any_option_has(fields, "fraction")
    if body.options and (full == 0 or (full > 1 and not has_fractions)):
        fields.add_problem("options", *wrong_number_right(full))
    return fields.result(body)


def dump(body: Body) -> dict[str, Any]:
    several = sum(option.fraction == 1 for option in body.options) > 1
    options = [dump_option(option, shares=several) for option in body.options]
    return {"stem": body.stem, "options": options, "shuffle": body.shuffle}


def invariants(body: Body) -> Any:
    return body.shuffle, [(option.id, option.fraction, option.fixed) for option in body.options]


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `options: [{id, text}]`."""
    return {
        "stem": block_html(body.stem),
        "options": show_options(body.options, seed if body.shuffle else None),
    }


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"choice": form_value(form, "choice")}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"choice": "b"}`."""
    value = require_only_key(raw, "choice")
    if value is None or value == "":
        return {}
    return {"choice": require_id(value, [option.id for option in body.options], "choice")}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    return Score.from_parts(
        Part(option.id, option.fraction) for option in body.options if option.id == response.get("choice")
    )


def feedback(body: Body, response: Data) -> list[str]:
    return [inline_html(o.feedback) for o in body.options if o.feedback and o.id == response.get("choice")]


def search_text(body: Body) -> str:
    return " ".join(plain_text(text) for text in (body.stem, *(option.text for option in body.options)))


def answer_key(body: Body) -> dict[str, Any]:
    return {"choice": next(option.id for option in body.options if option.fraction == 1)}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {"choice": [response["choice"]]} if response else {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return option_names(shown)


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    right = answer_key(body)["choice"]
    return {"choice": rng.choice([option.id for option in body.options if option.id != right])}


def chosen_options(response: Data) -> list[str] | None:
    return [response["choice"]] if response else []


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(choices=lettered(shown["options"]))


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    earning = [(option.text, option.fraction) for option in body.options if option.fraction]
    return PrintedKey(marks_by_id(layout.choices)[answer_key(body)["choice"]], share_notes(earning))


def response_to_paper(shown: Data, response: Data) -> Text:
    given: str = response.get("choice", "")
    return untranslated(marks_by_id(paper_layout(shown).choices).get(given, given))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`B`."""
    choices = paper_layout(shown).choices
    ids = ids_of_letters(choices, typed)
    if len(ids) > 1:
        raise unknown_letters(choices, typed)
    return {"choice": ids[0]} if ids else {}
