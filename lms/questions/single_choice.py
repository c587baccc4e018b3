"""单选题: one option is chosen; the right one earns the mark, others may earn a share."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.form import SHUFFLE, STEM
from lms.domain.question.form import options as option_rows
from lms.domain.question.options import (
    Option,
    any_option_says,
    dump_option,
    option_names,
    read_options,
    show_options,
)
from lms.domain.question.paper import Printable, PrintedKey, lettered, marks, same, shares
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import chosen, field, no_letters, only, typed_ids
from lms.domain.text.markup import block, inline, plain

KIND = "single_choice"
NAME = Text("单选题", "Single choice")
HELP = Text(
    "options，恰有一项 right = true；shuffle = false 不打乱选项",
    "options, exactly one with right = true; shuffle = false keeps their order",
)
LISTED, PRINTED, SCORED = 1, 1, AUTO
FORM = (STEM, option_rows(right=Text("正确", "Right")), SHUFFLE)


@dataclass(frozen=True, slots=True)
class Body:
    """At least one option has the fraction 1. The options stand in the author's order; an id that the
    author did not give follows from the words and says nothing of that order."""

    stem: str
    options: tuple[Option, ...]
    shuffle: bool = True


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "options", "shuffle"))
    body = Body(fields.text("stem"), read_options(fields, shares=True), fields.flag("shuffle", True))
    full = sum(option.fraction == 1 for option in body.options)
    in_shares = any_option_says(fields, "fraction")
    if body.options and (full == 0 or (full > 1 and not in_shares)):
        what = Text(f"有 {full} 个正确选项，应恰有 1 个", f"has {full} right options, needs exactly 1")
        how = Text("请只把正确的一项标为正确（right = true）", "Mark the right one only (right = true)")
        fields.bad("options", what, how)
    return fields.checked(body)


def dump(body: Body) -> dict[str, Any]:
    several = sum(option.fraction == 1 for option in body.options) > 1
    options = [dump_option(option, shares=several) for option in body.options]
    return {"stem": body.stem, "options": options, "shuffle": body.shuffle}


def frame(body: Body) -> Any:
    return body.shuffle, [(option.id, option.fraction, option.fixed) for option in body.options]


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `options: [{id, text}]`."""
    return {"stem": block(body.stem), "options": show_options(body.options, seed if body.shuffle else None)}


def from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"choice": field(form, "choice")}


def read(body: Body, raw: Any) -> dict[str, Any]:
    """`{"choice": "b"}`."""
    value = only(raw, "choice")
    if value is None or value == "":
        return {}
    return {"choice": chosen(value, [option.id for option in body.options], "choice")}


def score(body: Body, response: Data) -> Score:
    return Score.of(
        Part(option.id, option.fraction) for option in body.options if option.id == response.get("choice")
    )


def feedback(body: Body, response: Data) -> list[str]:
    return [inline(o.feedback) for o in body.options if o.feedback and o.id == response.get("choice")]


def words(body: Body) -> str:
    return " ".join(plain(text) for text in (body.stem, *(option.text for option in body.options)))


def key(body: Body) -> dict[str, Any]:
    return {"choice": next(option.id for option in body.options if option.fraction == 1)}


def to_form(response: Data) -> dict[str, list[str]]:
    return {"choice": [response["choice"]]} if response else {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return option_names(shown)


def wrong(body: Body, dice: Random) -> dict[str, Any]:
    right = key(body)["choice"]
    return {"choice": dice.choice([option.id for option in body.options if option.id != right])}


def picks(response: Data) -> list[str] | None:
    return [response["choice"]] if response else []


def printable(shown: Data) -> Printable:
    return Printable(choices=lettered(shown["options"]))


def print_key(body: Body, form: Printable) -> PrintedKey:
    earning = [(option.text, option.fraction) for option in body.options if option.fraction]
    return PrintedKey(marks(form.choices)[key(body)["choice"]], shares(earning))


def by_hand(shown: Data, response: Data) -> Text:
    given: str = response.get("choice", "")
    return same(marks(printable(shown).choices).get(given, given))


def from_hand(shown: Data, typed: str) -> Any:
    """`B`."""
    choices = printable(shown).choices
    ids = typed_ids(choices, typed)
    if len(ids) > 1:
        raise no_letters(choices, typed)
    return {"choice": ids[0]} if ids else {}
