"""匹配题: each entry on the left is matched with one on the right, where some may be left over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question import messages
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
        Text("没有全对怎样计分", "Score for partly right pairs"),
        "pick",
        default="proportional",
        options=(
            ("proportional", Text("每配对一项得一份分", "Each right pair earns its share")),
            ("all_or_nothing", Text("全部配对才得分", "Full mark only if all pairs are right")),
        ),
    ),
)
MOST_RIGHT_SIDES = 26

TOO_MANY_RIGHT_SIDES: Message = (
    Text(f"右项合计超过 {MOST_RIGHT_SIDES} 个", f"gives more than {MOST_RIGHT_SIDES} right sides"),
    Text("请删去几个", "remove some"),
)
SAME_RIGHT_SIDE: Message = (
    Text("与另一个右项相同", "is the same as another right side"),
    Text("请换一个，或删去", "change it, or remove it"),
)
AMBIGUOUS_ID: Message = (
    Text("同一编号的右项文字须相同，不同编号的须不同", "needs one id for each text on the right"),
    messages.CORRECT_ID,
)
NOT_A_TABLE = Text("应是一张键值表", "must be a table of keys")
NOT_PAIRS = Text("应写成 1-B 2-A，序号用本题的", "write 1-B 2-A, with the numbers of this question")
SEVERAL_LETTERS = Text("每个序号只配一个字母", "each number takes one letter")


@dataclass(frozen=True, slots=True)
class Pair:
    """`id` is the id of the right side, which several pairs may share."""

    left: str
    right: str
    id: str


@dataclass(frozen=True, slots=True)
class Extra:
    """A right side without a match."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """The ids of left sides are "1", "2", … in this order; those of right sides reveal nothing."""

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
    if len(set(rights + extras)) > MOST_RIGHT_SIDES:
        fields.add_problem("extra", *TOO_MANY_RIGHT_SIDES)
    _check_sides(pair_rows, extra_rows, ids, [*rights, *extras])
    pairs = tuple(map(Pair, lefts, rights, ids))
    extra = tuple(map(Extra, ids[len(pairs) :], extras))
    return fields.result(Body(stem, pairs, extra, fields.choice("rule", RULES, "proportional")))


def _check_sides(pairs: list[Fields], extras: list[Fields], ids: list[str], texts: list[str]) -> None:
    """Check that ids and texts correspond one to one, and that no extra text is one of the pairs'."""
    id_of: dict[str, str] = {}
    text_of: dict[str, str] = {}
    for index, (row, id_, text) in enumerate(zip([*pairs, *extras], ids, texts, strict=True)):
        if not text:
            continue
        if index >= len(pairs) and text in id_of:
            row.add_problem("text", *SAME_RIGHT_SIDE)
        elif id_of.setdefault(text, id_) != id_ or text_of.setdefault(id_, text) != text:
            row.add_problem("id", *AMBIGUOUS_ID)


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
    left = [{"id": str(number), "text": inline_html(pair.left)} for number, pair in enumerate(body.pairs, 1)]
    order = seeded_order(sorted(_rights(body)), seed, lambda id_: id_)
    right = [{"id": id_, "text": inline_html(_rights(body)[id_])} for id_ in order]
    return {"stem": block_html(body.stem), "left": left, "right": right, "rule": body.rule}


def _rights(body: Body) -> dict[str, str]:
    return {pair.id: pair.right for pair in body.pairs} | {extra.id: extra.text for extra in body.extra}


def _lefts(body: Body) -> list[str]:
    return [str(number) for number in range(1, len(body.pairs) + 1)]


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    """Read the fields `pair.<left id>`."""
    return {"pairs": {left: form_value(form, f"pair.{left}") for left in _lefts(body)}}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"pairs": {"1": "c"}}`; left sides without an answer are omitted."""
    value = require_only_key(raw, "pairs")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise unreadable("pairs", NOT_A_TABLE)
    for left in value:
        require_id(left, _lefts(body), "pairs")
    rights = _rights(body)
    pairs = {
        left: require_id(value[left], rights, f"pairs.{left}") for left in _lefts(body) if value.get(left)
    }
    return {"pairs": pairs} if pairs else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return bool(response) and len(response["pairs"]) < len(body.pairs)


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


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    """Two right sides exchanged, or one left out if they are equal."""
    pairs = answer_key(body)["pairs"]
    first, second = rng.sample(sorted(pairs), 2)
    if pairs[first] == pairs[second]:
        return {"pairs": {left: right for left, right in pairs.items() if left != first}}
    return {"pairs": {**pairs, first: pairs[second], second: pairs[first]}}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(prompts=numbered(shown["left"]), choices=lettered(shown["right"]))


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    marks = marks_by_id(layout.choices)
    return PrintedKey(" ".join(f"{left}-{marks[id_]}" for left, id_ in answer_key(body)["pairs"].items()))


def response_to_paper(shown: Data, response: Data) -> Text:
    marks = marks_by_id(paper_layout(shown).choices)
    pairs = response.get("pairs", {}).items()
    return untranslated("  ".join(f"{left}-{marks.get(id_, id_)}" for left, id_ in pairs))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`1-B 2-A`."""
    if not typed.strip():
        return {}
    pairs = re.findall(r"(\d+)\s*[-—–:：.、]?\s*([A-Za-z]+)", typed)
    lefts = [left for left, _ in pairs]
    known = {row["id"] for row in shown["left"]}
    if not pairs or len(pairs) != len(re.findall(r"\d+", typed)) or set(lefts) - known:
        raise unreadable_on_paper(typed, NOT_PAIRS)
    rights = [ids_of_letters(paper_layout(shown).choices, letters) for _, letters in pairs]
    if any(len(ids) != 1 for ids in rights):
        raise unreadable_on_paper(typed, SEVERAL_LETTERS)
    return {"pairs": {left: ids[0] for left, ids in zip(lefts, rights, strict=True)}}
