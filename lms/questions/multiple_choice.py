"""多选题: any number of options is chosen; the rule of the item decides what a partly right choice earns."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.form import SHUFFLE, STEM, FormField, option_rows
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
    ids_of_letters,
    require_id,
    require_list,
    require_only_key,
    unreadable,
)
from lms.domain.text.markup import block_html, inline_html, plain_text

KIND = "multiple_choice"
NAME = Text("多选题", "Multiple choice")
HELP = Text(
    "options；rule 取 proportional（漏选按比例、错选零分）、all_or_nothing、weights",
    "options; rule is proportional (some of the right ones earn a share, any wrong one earns 0), all_or_nothing or weights",
)
LIST_ORDER, PRINT_ORDER, SCORING = 2, 2, AUTO
RULES = ("proportional", "all_or_nothing", "weights")
"""proportional: 漏选按比例、错选零分. weights: the sum of the fractions of the chosen options."""
FORM = (
    STEM,
    option_rows(right=Text("正确", "Right")),
    FormField(
        "rule",
        Text("没有全对怎样计分", "Score for a partly right choice"),
        "pick",
        default="proportional",
        options=(
            ("proportional", Text("漏选按比例给分，错选不得分", "A share for some of the right options; none if any is wrong")),
            ("all_or_nothing", Text("全对才得分", "Full mark only for all right options and no other")),
            ("weights", Text("按各选项的得分比例相加", "The sum of the shares of the chosen options")),
        ),
    ),
    SHUFFLE,
)  # fmt: skip

RIGHT_WITH_WEIGHTS: Message = (
    Text("按得分比例相加时，不标正确项", "with the rule that adds the shares, nothing is marked as right"),
    Text("请给每个计分的选项写得分比例，如 1/2", "write a share of the mark instead, such as 1/2"),
)
BELOW_FULL_MARK: Message = (
    Text("全部选对也得不到满分", "does not reach the full mark when all right options are chosen"),
    Text(
        "请把正确的项标为正确，或让得分比例合计为 1",
        "mark the right ones, or give shares of the mark that sum to 1",
    ),
)
CHOSEN_TWICE = Text("同一个选项出现了两次", "The same option appears twice")


@dataclass(frozen=True, slots=True)
class Body:
    """At least one option is right; under "weights" the positive fractions sum to 1 or more.

    Ids that the author did not set depend on the texts and do not reveal the author's order.
    """

    stem: str
    options: tuple[Option, ...]
    rule: str = "proportional"
    shuffle: bool = True


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "options", "rule", "shuffle"))
    rule = fields.choice("rule", RULES, "proportional")
    options = read_options(fields, shares=rule == "weights")
    best = sum((option.fraction for option in options if option.right), Fraction(0))
    if rule == "weights" and any_option_has(fields, "right"):
        fields.add_problem("options", *RIGHT_WITH_WEIGHTS)
    elif options and best < 1:
        fields.add_problem("options", *BELOW_FULL_MARK)
    return fields.result(Body(fields.text("stem"), options, rule, fields.flag("shuffle", True)))


def dump(body: Body) -> dict[str, Any]:
    options = [dump_option(option, shares=body.rule == "weights") for option in body.options]
    return {"stem": body.stem, "options": options, "rule": body.rule, "shuffle": body.shuffle}


def invariants(body: Body) -> Any:
    return body.rule, body.shuffle, [(option.id, option.fraction, option.fixed) for option in body.options]


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `options: [{id, text}]`, `rule`."""
    options = show_options(body.options, seed if body.shuffle else None)
    return {"stem": block_html(body.stem), "options": options, "rule": body.rule}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    return {"choices": form.get("choices", [])}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"choices": ["a", "c"]}`, in the author's order."""
    value = require_only_key(raw, "choices")
    if value is None:
        return {}
    ids = [option.id for option in body.options]
    chosen = [
        require_id(id_, ids, f"choices[{number}]")
        for number, id_ in enumerate(require_list(value, "choices"), 1)
    ]
    if len(set(chosen)) != len(chosen):
        raise unreadable("choices", CHOSEN_TWICE)
    return {"choices": [id_ for id_ in ids if id_ in chosen]} if chosen else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return False


def score(body: Body, response: Data) -> Score:
    chosen = [option for option in body.options if option.id in response.get("choices", ())]
    if body.rule == "weights":
        return Score.from_parts(Part(option.id, option.fraction) for option in chosen)
    share = Fraction(1, sum(option.right for option in body.options))
    parts = [Part(option.id, share if option.right else Fraction(0)) for option in chosen]
    gained = sum((part.fraction for part in parts), Fraction(0))
    if all(option.right for option in chosen):
        return Score.from_parts(parts) if body.rule == "proportional" else Score.all_or_nothing(parts)
    return Score.from_parts([*parts, Part("wrong_choice", -gained)])


def feedback(body: Body, response: Data) -> list[str]:
    return [
        inline_html(o.feedback) for o in body.options if o.feedback and o.id in response.get("choices", ())
    ]


def search_text(body: Body) -> str:
    return " ".join(plain_text(text) for text in (body.stem, *(option.text for option in body.options)))


def answer_key(body: Body) -> dict[str, Any]:
    return {"choices": [option.id for option in body.options if option.right]}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {"choices": list(response["choices"])} if response else {}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return option_names(shown)


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    """One right option left out, or replaced by another."""
    right = answer_key(body)["choices"]
    others = [option.id for option in body.options if option.id not in right]
    if (rng.random() < 0.6 and len(right) > 1) or not others:
        return {"choices": right[:-1]}
    return {"choices": sorted([*right[:-1], rng.choice(others)])}


def chosen_options(response: Data) -> list[str] | None:
    return list(response.get("choices", ()))


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(choices=lettered(shown["options"]))


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    marks = marks_by_id(layout.choices)
    weighted = [(o.text, o.fraction) for o in body.options if o.fraction and body.rule == "weights"]
    return PrintedKey(
        "".join(sorted(marks[id_] for id_ in answer_key(body)["choices"])), share_notes(weighted)
    )


def response_to_paper(shown: Data, response: Data) -> Text:
    marks = marks_by_id(paper_layout(shown).choices)
    return untranslated("".join(sorted(marks.get(id_, id_) for id_ in response.get("choices", ()))))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`ACD`."""
    ids = ids_of_letters(paper_layout(shown).choices, typed)
    return {"choices": sorted(set(ids))} if ids else {}
