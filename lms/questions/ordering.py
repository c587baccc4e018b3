"""排序题: things are put in order, by time, by importance, or so that some rules hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Problem, Text
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
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import (
    form_value,
    ids_of_letters,
    require_id,
    require_list,
    require_only_key,
    unreadable,
)
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
"""exact: all or nothing. pairs: Kendall's tau, and 0 where an order is no better than chance. positions:
the share that stands at its own place. constraints: the weight of those that hold."""
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
        Text("没有全对怎样计分", "How a partly right order counts"),
        "pick",
        default="exact",
        options=(
            ("exact", Text("全对才得分", "Only the complete right order earns the mark")),
            ("pairs", Text("按两两先后的对错给分", "By how many pairs stand in the right order")),
            ("positions", Text("按位置正确的项数给分", "By how many stand at their own place")),
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
            "One kind for each: first, last, or before and after; write the numbers of entries",
        ),
        advanced=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be placed. Its id says nothing about its place."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """`order` is the right order; it keeps every constraint."""

    stem: str
    order: tuple[Entry, ...]
    rule: str = "exact"
    constraints: tuple[Constraint, ...] = ()


def load(data: Data) -> Body | list[Problem]:
    """Entries are texts or {id, text}; a constraint names them by id or by text."""
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
    # An id that nobody wrote is not known to the author: there only the text can be meant.
    names = dict(zip(texts, ids, strict=True))
    names |= {id_: id_ for id_, row in zip(ids, rows, strict=True) if row.has("id")}
    body = Body(stem, entries, rule, read_constraints(fields, names, ids))
    if (rule == "constraints") != bool(data.get("constraints")):
        what = Text("constraints 与 rule 不配套", "does not go with the rule")
        how = Text(
            '写 constraints 时须写 rule = "constraints"，反之亦然',
            'constraints and rule = "constraints" need each other',
        )
        fields.add_problem("constraints", what, how)
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
    both = {"after": constraint.other} if constraint.form == "before" else {}
    return {constraint.form: constraint.one, **both, "weight": decimal_text(constraint.weight)}


def invariants(body: Body) -> Any:
    return [entry.id for entry in body.order], body.rule, body.constraints


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `options: [{id, text}]`, `rule`. Without a seed, by id, which tells nothing."""
    by_id = sorted(body.order, key=lambda entry: entry.id)
    order = seeded_order(by_id, seed, lambda entry: entry.id)
    options = [{"id": entry.id, "text": inline_html(entry.text)} for entry in order]
    return {"stem": block_html(body.stem), "options": options, "rule": body.rule}


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    """From the place chosen for each entry, fields `position.<id>`."""
    places = {entry.id: form_value(form, f"position.{entry.id}") for entry in body.order}
    if not any(places.values()):
        return {}
    wanted = [str(place) for place in range(1, len(places) + 1)]
    without = _left_out(wanted, places.values())
    if without:
        what = Text(
            f"没有一项排在第 {'、'.join(without)} 位", f"Nothing stands at place {', '.join(without)}"
        )
        unreadable(
            "order",
            what,
            Text("请给每一项选一个位次，位次不能重复", "Choose a place for every entry, each place once"),
        )
    return {"order": sorted(places, key=lambda id_: wanted.index(places[id_]))}


def _left_out(wanted: list[str], given: Iterable[str]) -> list[str]:
    taken = set(given)
    return [place for place in wanted if place not in taken]


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"order": ["c", "a", "b"]}`: every id once, first to last."""
    value = require_only_key(raw, "order")
    if value is None:
        return {}
    ids = [entry.id for entry in body.order]
    order = [
        require_id(id_, ids, f"order[{place}]") for place, id_ in enumerate(require_list(value, "order"), 1)
    ]
    if order and sorted(order) != sorted(ids):
        what = Text("每一项须恰好出现一次", "Every entry must stand there exactly once")
        unreadable("order", what, Text("请排完所有的项", "Place all the entries"))
    return {"order": order} if order else {}


def score(body: Body, response: Data) -> Score:
    given = list(response.get("order", ()))
    right = [entry.id for entry in body.order]
    if not given:
        return Score.from_parts(())
    if body.rule == "pairs":
        return Score.from_parts(_pair_parts(given, right))
    if body.rule == "constraints":
        total = sum(Fraction(c.weight) for c in body.constraints)
        return Score.from_parts(
            Part(c.label, c.holds(given) * Fraction(c.weight) / total) for c in body.constraints
        )
    each = Fraction(1, len(right))
    parts = [Part(id_, each * (id_ == wanted)) for id_, wanted in zip(given, right, strict=True)]
    return Score.from_parts(parts) if body.rule == "positions" else Score.all_or_nothing(parts)


def _pair_parts(given: list[str], right: list[str]) -> list[Part]:
    """Kendall's tau as a sum over pairs: each adds or takes 2/(n(n-1))."""
    each = Fraction(2, len(right) * (len(right) - 1))
    place = {id_: at for at, id_ in enumerate(given)}
    return [Part(f"{a}<{b}", each if place[a] < place[b] else -each) for a, b in combinations(right, 2)]


def feedback(body: Body, response: Data) -> list[str]:
    return []


def search_text(body: Body) -> str:
    return " ".join(plain_text(text) for text in (body.stem, *sorted(entry.text for entry in body.order)))


def answer_key(body: Body) -> dict[str, Any]:
    return {"order": [entry.id for entry in body.order]}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {f"position.{id_}": [str(place)] for place, id_ in enumerate(response.get("order", ()), 1)}


def rubric(body: Body) -> list[Criterion]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    """Of entries, and of the rules about them."""
    names = {row["id"]: untranslated(plain_words(row["text"])) for row in shown["options"]}
    before = {f"{a}<{b}": names[a] + Text(" 先于 ", " before ") + names[b] for a, b in permutations(names, 2)}
    first = {f"first {id_}": name + Text("排在最前", " stands first") for id_, name in names.items()}
    last = {f"last {id_}": name + Text("排在最后", " stands last") for id_, name in names.items()}
    return names | before | first | last


def wrong_response(body: Body, dice: Random) -> dict[str, Any]:
    """Two neighbours the wrong way round."""
    order = answer_key(body)["order"]
    place = dice.randrange(len(order) - 1)
    order[place], order[place + 1] = order[place + 1], order[place]
    return {"order": order}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    return PaperLayout(choices=lettered(shown["options"]))


def print_key(body: Body, form: PaperLayout) -> PrintedKey:
    """With what an order is marked by: A 最先, B 在 C 前."""
    names = marks_by_id(form.choices)
    told = []
    for rule in body.constraints:
        words = {
            "before": f"{names[rule.one]} 在 {names.get(rule.other)} 前",
            "first": f"{names[rule.one]} 最先",
            "last": f"{names[rule.one]} 最后",
        }[rule.form]
        told.append(words + (f"（权重 {decimal_text(rule.weight)}）" if rule.weight != 1 else ""))
    return PrintedKey("".join(names[entry.id] for entry in body.order), tuple(told))


def response_to_paper(shown: Data, response: Data) -> Text:
    names = marks_by_id(paper_layout(shown).choices)
    return untranslated(" ".join(names.get(id_, id_) for id_ in response.get("order", ())))


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`C A B`, first to last."""
    ids = ids_of_letters(paper_layout(shown).choices, typed)
    return {"order": ids} if ids else {}
