"""多选题: any number of options is chosen; how a partly right choice counts is the item's rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.form import SHUFFLE, STEM, FormField
from lms.domain.question.form import option_rows as option_rows
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
    "options; rule is proportional (part of the right ones earns a share, a wrong one nothing), all_or_nothing or weights",
)
LIST_ORDER, PRINT_ORDER, SCORING = 2, 2, AUTO
RULES = ("proportional", "all_or_nothing", "weights")
"""proportional: 漏选按比例、错选零分. weights: the sum of the fractions of what was chosen."""
FORM = (
    STEM,
    option_rows(right=Text("正确", "Right")),
    FormField(
        "rule",
        Text("没有全对怎样计分", "How a partly right choice counts"),
        "pick",
        default="proportional",
        options=(
            ("proportional", Text("漏选按比例给分，错选不得分", "A share for part of the right ones; nothing with a wrong one")),
            ("all_or_nothing", Text("全对才得分", "Only the complete right choice earns the mark")),
            ("weights", Text("按各选项的得分比例相加", "The sum of the shares of what was chosen")),
        ),
    ),
    SHUFFLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """At least one option is right; under "weights" the positive fractions sum to 1 or more. Ids as in
    single_choice: those that the author did not give say nothing of the order."""

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
        what = Text("rule 为 weights 时不用 right", "rule = weights does not use right")
        fields.add_problem(
            "options",
            what,
            Text('请给每个计分的选项写 fraction，如 "1/2"', 'Write a fraction such as "1/2" instead'),
        )
    elif options and best < 1:
        what = Text("全部选对也得不到满分", "does not reach the full mark when all right options are chosen")
        fields.add_problem(
            "options",
            what,
            Text(
                "请把正确的项标为正确（right = true），或让得分比例（fraction）合计为 1",
                "Mark the right ones (right = true), or give fractions that sum to 1",
            ),
        )
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
    picked = [
        require_id(id_, ids, f"choices[{place}]")
        for place, id_ in enumerate(require_list(value, "choices"), 1)
    ]
    if len(set(picked)) != len(picked):
        unreadable("choices", Text("同一个选项出现了两次", "The same option stands there twice"))
    return {"choices": [id_ for id_ in ids if id_ in picked]} if picked else {}


def score(body: Body, response: Data) -> Score:
    picked = [option for option in body.options if option.id in response.get("choices", ())]
    if body.rule == "weights":
        return Score.from_parts(Part(option.id, option.fraction) for option in picked)
    share = Fraction(1, sum(option.right for option in body.options))
    parts = [Part(option.id, share if option.right else Fraction(0)) for option in picked]
    gained = sum((part.fraction for part in parts), Fraction(0))
    if all(option.right for option in picked):
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


def wrong_response(body: Body, dice: Random) -> dict[str, Any]:
    """One forgotten, or one of them another."""
    right = answer_key(body)["choices"]
    others = [option.id for option in body.options if option.id not in right]
    if (dice.random() < 0.6 and len(right) > 1) or not others:
        return {"choices": right[:-1]}
    return {"choices": sorted([*right[:-1], dice.choice(others)])}


def chosen_options(response: Data) -> list[str] | None:
    return list(response.get("choices", ()))


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(choices=lettered(shown["options"]))


def print_key(body: Body, form: PaperLayout) -> PrintedKey:
    names = marks_by_id(form.choices)
    weighted = [(o.text, o.fraction) for o in body.options if o.fraction and body.rule == "weights"]
    return PrintedKey(
        "".join(sorted(names[id_] for id_ in answer_key(body)["choices"])), share_notes(weighted)
    )


def response_to_paper(shown: Data, response: Data) -> Text:
    names = marks_by_id(paper_layout(shown).choices)
    return untranslated("".join(sorted(names.get(id_, id_) for id_ in response.get("choices", ()))))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`ACD`."""
    ids = ids_of_letters(paper_layout(shown).choices, typed)
    return {"choices": sorted(set(ids))} if ids else {}
