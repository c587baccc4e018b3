"""匹配题: each thing on the left is given one from the right; some on the right may be over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
from lms.domain.question.form import STEM, FormField, Rows
from lms.domain.question.options import opaque_ids, read_ids, refuse_duplicates, seeded_order
from lms.domain.question.paper import (
    PaperLayout,
    PrintedKey,
    lettered,
    marks_by_id,
    numbered,
    plain_words,
    untranslated,
)
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import (
    form_value,
    ids_of_letters,
    require_id,
    require_only_key,
    unreadable,
    unreadable_on_paper,
)
from lms.domain.text.markup import block_html, inline_html, plain_text

KIND = "matching"
NAME = Text("匹配题", "Matching")
HELP = Text(
    'pairs = [{left = "…", right = "…"}]；多余的右项写在 extra',
    'pairs = [{left = "…", right = "…"}]; spare right sides in extra',
)
LIST_ORDER, PRINT_ORDER, SCORING = 8, 8, AUTO
RULES = ("proportional", "all_or_nothing")
FORM = (
    STEM,
    Rows(
        "pairs",
        Text("配对", "Pairs"),
        Text("配对", "Pair"),
        (
            FormField("left", Text("左项", "Left"), translated=True, required=True),
            FormField("right", Text("对应的右项", "Its match on the right"), translated=True, required=True),
        ),
        least=2,
        initial=4,
        ids_by="right",
        movable=True,
    ),
    Rows(
        "extra",
        Text("多余的右项", "Spare right sides"),
        Text("多余项", "Spare"),
        (FormField("text", Text("文字", "Text"), translated=True, required=True),),
        least=0,
        initial=0,
        ids_by="text",
        advanced=True,
    ),
    FormField(
        "rule",
        Text("没有全对怎样计分", "How partly right pairs count"),
        "pick",
        default="proportional",
        options=(
            ("proportional", Text("每配对一项得一份分", "Each right pair earns its share")),
            ("all_or_nothing", Text("全部配对才得分", "Only all pairs together earn the mark")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """`id` is that of the right side. Several pairs may share a right side."""

    left: str
    right: str
    id: str


@dataclass(frozen=True, slots=True)
class Extra:
    """A right side that matches nothing."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """Left sides are called "1", "2", … in this order; ids of right sides tell nothing."""

    stem: str
    pairs: tuple[Pair, ...]
    extra: tuple[Extra, ...] = ()
    rule: str = "proportional"


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "pairs", "extra", "rule"))
    stem = fields.text("stem")
    pair_rows = fields.rows("pairs", ("left", "right", "id"), least=2)
    extra_rows = fields.rows("extra", ("id", "text"), short="text")
    lefts = [row.text("left") for row in pair_rows]
    rights = [row.text("right") for row in pair_rows]
    extras = [row.text("text") for row in extra_rows]
    ids = read_ids([*pair_rows, *extra_rows], opaque_ids(stem, [*rights, *extras]), allow_duplicates=True)
    refuse_duplicates(pair_rows, lefts, "left")
    if len(set(rights + extras)) > 26:
        fields.add_problem(
            "extra",
            Text("右项合计超过 26 个", "makes more than 26 right sides"),
            Text("请删去几个", "Remove some"),
        )
    _check_sides(pair_rows, extra_rows, ids, [*rights, *extras])
    pairs = tuple(map(Pair, lefts, rights, ids))
    extra = tuple(map(Extra, ids[len(pairs) :], extras))
    return fields.result(Body(stem, pairs, extra, fields.choice("rule", RULES, "proportional")))


def _check_sides(pairs: list[Fields], extras: list[Fields], ids: list[str], texts: list[str]) -> None:
    """One id for one text, and none of the pairs' texts among the extra ones."""
    id_of: dict[str, str] = {}
    text_of: dict[str, str] = {}
    for place, (row, id_, text) in enumerate(zip([*pairs, *extras], ids, texts, strict=True)):
        if not text:
            continue
        if place >= len(pairs) and text in id_of:
            what = Text("与另一个右项相同", "is the same as another right side")
            row.add_problem("text", what, Text("请换一个，或删去", "Change it, or remove it"))
        elif id_of.setdefault(text, id_) != id_ or text_of.setdefault(id_, text) != text:
            what = Text(
                "同一编号的右项文字须相同，不同编号的须不同", "needs one id for one text of a right side"
            )
            row.add_problem(
                "id",
                what,
                Text(
                    "请改正，或删去（会自动编号）", "Correct it, or remove it (ids are given by themselves)"
                ),
            )


def dump(body: Body) -> dict[str, Any]:
    return {
        "stem": body.stem,
        "pairs": [{"left": pair.left, "right": pair.right, "id": pair.id} for pair in body.pairs],
        "extra": [{"id": extra.id, "text": extra.text} for extra in body.extra],
        "rule": body.rule,
    }


def invariants(body: Body) -> Any:
    return [pair.id for pair in body.pairs], [extra.id for extra in body.extra], body.rule


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `left: [{id, text}]`, `right: [{id, text}]`, `rule`."""
    left = [{"id": str(place), "text": inline_html(pair.left)} for place, pair in enumerate(body.pairs, 1)]
    order = seeded_order(sorted(_rights(body)), seed, lambda id_: id_)
    right = [{"id": id_, "text": inline_html(_rights(body)[id_])} for id_ in order]
    return {"stem": block_html(body.stem), "left": left, "right": right, "rule": body.rule}


def _rights(body: Body) -> dict[str, str]:
    return {pair.id: pair.right for pair in body.pairs} | {extra.id: extra.text for extra in body.extra}


def _lefts(body: Body) -> list[str]:
    return [str(place) for place in range(1, len(body.pairs) + 1)]


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    """From fields `pair.<left id>`."""
    return {"pairs": {left: form_value(form, f"pair.{left}") for left in _lefts(body)}}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"pairs": {"1": "c"}}`; left sides without an answer are left out."""
    value = require_only_key(raw, "pairs")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        unreadable("pairs", Text("应是一张键值表", "must be a table of keys"))
    for left in value:
        require_id(left, _lefts(body), "pairs")
    rights = _rights(body)
    pairs = {
        left: require_id(value[left], rights, f"pairs.{left}") for left in _lefts(body) if value.get(left)
    }
    return {"pairs": pairs} if pairs else {}


def score(body: Body, response: Data) -> Score:
    given = response.get("pairs", {})
    each = Fraction(1, len(body.pairs))
    sides = zip(_lefts(body), body.pairs, strict=True)
    parts = [Part(left, each * (given[left] == pair.id)) for left, pair in sides if left in given]
    return Score.from_parts(parts) if body.rule == "proportional" else Score.all_or_nothing(parts)


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    texts = [text for pair in body.pairs for text in (pair.left, pair.right)]
    return " ".join(plain_text(text) for text in (body.stem, *texts, *(extra.text for extra in body.extra)))


def answer_key(body: Body) -> dict[str, Any]:
    return {"pairs": {left: pair.id for left, pair in zip(_lefts(body), body.pairs, strict=True)}}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {f"pair.{left}": [right] for left, right in response.get("pairs", {}).items()}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {row["id"]: untranslated(plain_words(row["text"])) for row in shown["left"]}


def wrong_response(body: Body, dice: Random) -> dict[str, Any]:
    """Two right sides exchanged; one left out where they are the same."""
    pairs = answer_key(body)["pairs"]
    one, other = dice.sample(sorted(pairs), 2)
    if pairs[one] == pairs[other]:
        return {"pairs": {left: right for left, right in pairs.items() if left != one}}
    return {"pairs": {**pairs, one: pairs[other], other: pairs[one]}}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(prompts=numbered(shown["left"]), choices=lettered(shown["right"]))


def print_key(body: Body, form: PaperLayout) -> PrintedKey:
    names = marks_by_id(form.choices)
    return PrintedKey(" ".join(f"{left}-{names[id_]}" for left, id_ in answer_key(body)["pairs"].items()))


def response_to_paper(shown: Data, response: Data) -> Text:
    names = marks_by_id(paper_layout(shown).choices)
    pairs = response.get("pairs", {}).items()
    return untranslated("  ".join(f"{left}-{names.get(id_, id_)}" for left, id_ in pairs))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`1-B 2-A`."""
    if not typed.strip():
        return {}
    found = re.findall(r"(\d+)\s*[-—–:：.、]?\s*([A-Za-z]+)", typed)
    lefts = [left for left, _ in found]
    known = {row["id"] for row in shown["left"]}
    if not found or len(found) != len(re.findall(r"\d+", typed)) or set(lefts) - known:
        raise unreadable_on_paper(
            typed, Text("应写成 1-B 2-A，序号用本题的", "write 1-B 2-A, with the numbers of this question")
        )
    ids = [ids_of_letters(paper_layout(shown).choices, name) for _, name in found]
    if any(len(one) != 1 for one in ids):
        raise unreadable_on_paper(typed, Text("每个序号只配一个字母", "each number takes one letter"))
    return {"pairs": {left: one[0] for left, one in zip(lefts, ids, strict=True)}}
