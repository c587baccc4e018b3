"""排序题: entries are put in order, by time, by importance, or so that some constraints hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.constraints import Constraint, read_constraints
from lms.domain.question.form import STEM, FormField, Rows
from lms.domain.question.options import opaque_ids, read_ids, refuse_duplicates, seeded_order
from lms.domain.question.paper import (
    PaperLayout,
    PrintedKey,
    lettered,
    marks_by_id,
    plain_words,
    untranslated,
)
from lms.domain.question.places import (
    certain_places,
    places_of,
    places_on_paper,
    read_places,
    response_of_places,
)
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import form_value, require_id, require_list, require_only_key, unreadable
from lms.domain.text.markup import block_html, inline_html, plain_text
from lms.domain.text.numbers import decimal_text

KIND = "ordering"
NAME = Text("排序题", "Ordering")
HELP = Text(
    "order 按正确顺序写；rule 取 exact、pairs、positions、constraints",
    "order in the right order; rule is exact, pairs, positions or constraints",
)
LIST_ORDER, PRINT_ORDER, SCORING = 7, 7, AUTO
RULES = ("exact", "pairs", "positions", "constraints")
"""exact: all or nothing. pairs: Kendall's tau, but 0 for an order no better than chance. positions: the share
of entries in their own position. constraints: the weight of those that hold. In an order that is not finished,
entries without a place of their own earn and cost nothing; under exact it earns 0."""
FORM = (
    STEM,
    Rows(
        "order",
        Text("各项，按正确顺序写", "The entries, in the right order"),
        Text("项", "Entry"),
        (FormField("text", Text("文字", "Text"), translated=True, required=True),),
        least=2,
        initial=4,
        ids_by="text",
        movable=True,
    ),
    FormField(
        "rule",
        Text("没有全对怎样计分", "Score for a partly right order"),
        "pick",
        default="exact",
        options=(
            ("exact", Text("全对才得分", "Full mark only for the completely right order")),
            ("pairs", Text("按两两先后的对错给分", "By the number of pairs in the right order")),
            ("positions", Text("按位置正确的项数给分", "By the number of entries in the right place")),
            ("constraints", Text("只看下面列出的先后要求", "By the rules listed below")),
        ),
    ),
    Rows(
        "constraints",
        Text("先后要求", "Rules of order"),
        Text("要求", "Rule"),
        (
            FormField("first", Text("最先的是第几项", "This entry is first"), "place", refers_to="order"),
            FormField("last", Text("最后的是第几项", "This entry is last"), "place", refers_to="order"),
            FormField("before", Text("第几项在前", "This entry comes before"), "place", refers_to="order"),
            FormField("after", Text("第几项在后", "this entry"), "place", refers_to="order"),
            FormField("weight", Text("权重", "Weight"), "number", default="1"),
        ),
        least=0,
        most=99,
        initial=0,
        hint=Text(
            "一条只写一种：最先、最后，或一前一后；写各项的序号",
            "Use one kind for each rule: first, last, or before and after; write the numbers of entries",
        ),
        advanced=True,
    ),
)

CONSTRAINTS_AND_RULE: Message = (
    Text("先后要求与计分规则不配套", "does not go with the rule"),
    Text(
        "只有“只看先后要求”的规则才写先后要求，而且必须写",
        "rules of order are written for the rule that looks at them alone, and that rule needs them",
    ),
)
NOT_EVERY_ENTRY: Message = (
    Text("每一项须恰好出现一次", "Every entry must appear exactly once"),
    Text("请排完所有的项", "place all the entries"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be put in order. Its id does not reveal its position."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """`order` is the right order, which meets every constraint."""

    stem: str
    order: tuple[Entry, ...]
    rule: str = "exact"
    constraints: tuple[Constraint, ...] = ()


def load(data: Data) -> Body | list[Problem]:
    """Read entries as texts or {id, text}; constraints refer to them by id or by text."""
    fields = Fields(data, ("stem", "order", "rule", "constraints"))
    stem = fields.text("stem")
    rows = fields.rows("order", ("id", "text"), short="text", least=2)
    texts = [row.text("text") for row in rows]
    ids = read_ids(rows, opaque_ids(stem, texts), allow_duplicates=True)
    entries = tuple(map(Entry, ids, texts))
    refuse_duplicates(rows, texts, "text")
    if len(set(texts)) == len(texts):
        refuse_duplicates(rows, ids, "id")
    rule = fields.choice("rule", RULES, "exact")
    # Authors do not know an id that they did not set: for such an entry, accept only its text.
    ids_by_name = dict(zip(texts, ids, strict=True))
    ids_by_name |= {id_: id_ for id_, row in zip(ids, rows, strict=True) if row.has("id")}
    body = Body(stem, entries, rule, read_constraints(fields, ids_by_name, ids))
    if (rule == "constraints") != bool(data.get("constraints")):
        fields.add_problem("constraints", *CONSTRAINTS_AND_RULE)
    return fields.result(body)


def dump(body: Body) -> dict[str, Any]:
    out: dict[str, Any] = {
        "stem": body.stem,
        "order": [{"id": entry.id, "text": entry.text} for entry in body.order],
        "rule": body.rule,
    }
    if body.constraints:
        out["constraints"] = [_dump_constraint(constraint) for constraint in body.constraints]
    return out


def _dump_constraint(constraint: Constraint) -> dict[str, Any]:
    after = {"after": constraint.other} if constraint.relation == "before" else {}
    return {constraint.relation: constraint.entry, **after, "weight": decimal_text(constraint.weight)}


def invariants(body: Body) -> Any:
    return [entry.id for entry in body.order], body.rule, body.constraints


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `options: [{id, text}]`, `rule`. Without a seed, options are sorted by id, which reveals nothing."""
    by_id = sorted(body.order, key=lambda entry: entry.id)
    order = seeded_order(by_id, seed, lambda entry: entry.id)
    options = [{"id": entry.id, "text": inline_html(entry.text)} for entry in order]
    return {"stem": block_html(body.stem), "options": options, "rule": body.rule}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    """Read the place chosen for each entry from the fields `position.<id>`."""
    chosen = {entry.id: form_value(form, f"position.{entry.id}") for entry in body.order}
    known = {str(place): place for place in range(1, len(chosen) + 1)}
    places = {id_: known.get(place, place) for id_, place in chosen.items() if place}
    return {"places": places} if places else {}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"order": ["c", "a", "b"]}`: every id once, first to last; or, unfinished, `{"places": {"c": 1, "b": 3}}`:
    the place of each entry that has one. Entries without a place of their own earn and cost nothing; if only the
    completely right order earns the mark, an unfinished one earns 0."""
    ids = [entry.id for entry in body.order]
    if isinstance(raw, Mapping) and "places" in raw:
        return response_of_places(read_places(require_only_key(raw, "places"), ids), len(ids))
    value = require_only_key(raw, "order")
    if value is None:
        return {}
    order = [
        require_id(id_, ids, f"order[{number}]") for number, id_ in enumerate(require_list(value, "order"), 1)
    ]
    if order and sorted(order) != sorted(ids):
        raise unreadable("order", *NOT_EVERY_ENTRY)
    return {"order": order} if order else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return "places" in response


def score(body: Body, response: Data) -> Score:
    given = certain_places(response)
    right = [entry.id for entry in body.order]
    if not given:
        return Score.from_parts(())
    if body.rule == "pairs":
        return Score.from_parts(_pair_parts(given, right))
    if body.rule == "constraints":
        total = sum(Fraction(c.weight) for c in body.constraints)
        return Score.from_parts(
            Part(c.label, c.holds(given, len(right)) * Fraction(c.weight) / total) for c in body.constraints
        )
    each = Fraction(1, len(right))
    parts = [Part(id_, each * (id_ == right[place - 1])) for id_, place in given.items()]
    return Score.from_parts(parts) if body.rule == "positions" else Score.all_or_nothing(parts)


def _pair_parts(given: Mapping[str, int], right: list[str]) -> list[Part]:
    """Return Kendall's tau as a sum over pairs, each of which adds or subtracts 2/(n(n-1))."""
    each = Fraction(2, len(right) * (len(right) - 1))
    placed = [id_ for id_ in right if id_ in given]
    return [Part(f"{a}<{b}", each if given[a] < given[b] else -each) for a, b in combinations(placed, 2)]


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return " ".join(plain_text(text) for text in (body.stem, *sorted(entry.text for entry in body.order)))


def answer_key(body: Body) -> dict[str, Any]:
    return {"order": [entry.id for entry in body.order]}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {f"position.{id_}": [str(place)] for id_, place in places_of(response).items()}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    """Names of the entries, and of the constraints on them."""
    names = {row["id"]: untranslated(plain_words(row["text"])) for row in shown["options"]}
    before = {f"{a}<{b}": names[a] + Text(" 先于 ", " before ") + names[b] for a, b in permutations(names, 2)}
    first = {f"first {id_}": name + Text("排在最前", " comes first") for id_, name in names.items()}
    last = {f"last {id_}": name + Text("排在最后", " comes last") for id_, name in names.items()}
    return names | before | first | last


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    """Two neighbours exchanged."""
    order = answer_key(body)["order"]
    index = rng.randrange(len(order) - 1)
    order[index], order[index + 1] = order[index + 1], order[index]
    return {"order": order}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(choices=lettered(shown["options"]))


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    """With the constraints in words: A 最先, B 在 C 前."""
    marks = marks_by_id(layout.choices)
    notes = []
    for constraint in body.constraints:
        words = {
            "before": f"{marks[constraint.entry]} 在 {marks.get(constraint.other)} 前",
            "first": f"{marks[constraint.entry]} 最先",
            "last": f"{marks[constraint.entry]} 最后",
        }[constraint.relation]
        notes.append(
            words + (f"（权重 {decimal_text(constraint.weight)}）" if constraint.weight != 1 else "")
        )
    return PrintedKey("".join(marks[entry.id] for entry in body.order), tuple(notes))


def response_to_paper(shown: Data, response: Data) -> Text:
    marks = marks_by_id(paper_layout(shown).choices)
    if "order" in response:
        return untranslated(" ".join(marks.get(id_, id_) for id_ in response["order"]))
    return untranslated(
        " ".join(f"{place}-{marks.get(id_, id_)}" for id_, place in places_of(response).items())
    )


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`C A B`, first to last; `1-C 3-B` for an order that is not finished."""
    choices = paper_layout(shown).choices
    return response_of_places(places_on_paper(choices, typed), len(choices))
