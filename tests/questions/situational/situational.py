"""情境判断题: actions are rated from 1 to 5; the closer a rating is to that of the experts, the more it earns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.domain.fields import Fields
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.form import STEM, FormField, Rows
from lms.domain.question.options import opaque_ids, read_ids, refuse_duplicates, seeded_order
from lms.domain.question.paper import (
    PaperLayout,
    PrintedKey,
    marks_by_id,
    numbered,
    plain_words,
    untranslated,
)
from lms.domain.question.protocol import AUTO, Criterion, Data, Part, Score
from lms.domain.question.response import (
    form_value,
    require_id,
    require_only_key,
    unreadable,
    unreadable_on_paper,
)
from lms.domain.text.markup import block_html, inline_html, plain_text

KIND = "situational"
NAME = Text("情境判断题", "Situational judgement")
HELP = Text(
    'actions = [{text = "…", rating = 4}]，rating 是专家的评分，1 到 5',
    'actions = [{text = "…", rating = 4}]; rating is that of the experts, 1 to 5',
)
LIST_ORDER, PRINT_ORDER, SCORING = 50, 50, AUTO
FORM = (
    STEM,
    FormField("background", Text("背景材料", "Background"), "text", translated=True),
    FormField("seconds", Text("建议用时（秒）", "Suggested time in seconds"), "whole"),
    Rows(
        "actions",
        Text("做法", "Actions"),
        Text("做法", "Action"),
        (
            FormField("text", Text("文字", "Text"), translated=True, required=True),
            FormField(
                "rating", Text("专家评分（1 到 5）", "The experts' rating, 1 to 5"), "whole", required=True
            ),
        ),
        least=2,
        initial=3,
        ids_by="text",
        movable=True,
    ),
)
RATINGS = ("1", "2", "3", "4", "5")

RATING_OUT_OF_RANGE: Message = (
    Text("应在 1 到 5 之间", "must be between 1 and 5"),
    Text("请改正", "correct it"),
)
NOT_A_TABLE = Text("应是一张键值表", "must be a table of keys")
NOT_RATINGS = Text("应写成 1-4 2-5，序号用本题的", "write 1-4 2-5, with the numbers of this question")


@dataclass(frozen=True, slots=True)
class Action:
    """What a person could do, and how experts rate it, from 1 to 5."""

    id: str
    text: str
    rating: int


@dataclass(frozen=True, slots=True)
class Body:
    """Every action is worth the same."""

    stem: str
    actions: tuple[Action, ...]
    background: str = ""
    seconds: int | None = None


def load(data: Data) -> Body | list[Problem]:
    fields = Fields(data, ("stem", "background", "seconds", "actions"))
    stem = fields.text("stem")
    rows = fields.rows("actions", ("id", "text", "rating"), least=2)
    texts = [row.text("text") for row in rows]
    ids = read_ids(rows, opaque_ids(stem, texts), allow_duplicates=True)
    refuse_duplicates(rows, texts, "text")
    if len(set(texts)) == len(texts):
        refuse_duplicates(rows, ids, "id")
    ratings = [_read_rating(row) for row in rows]
    background = fields.text("background") if fields.has("background") else ""
    actions = tuple(map(Action, ids, texts, ratings))
    return fields.result(Body(stem, actions, background, fields.whole("seconds")))


def _read_rating(row: Fields) -> int:
    if not row.has("rating"):
        row.add_missing("rating")
        return 1
    rating = row.whole("rating")
    if rating is not None and not 1 <= rating <= 5:
        row.add_problem("rating", *RATING_OUT_OF_RANGE)
    return rating or 1


def dump(body: Body) -> dict[str, Any]:
    actions = [{"id": action.id, "text": action.text, "rating": action.rating} for action in body.actions]
    return {"stem": body.stem, **_beside(body, body.background), "actions": actions}


def _beside(body: Body, background: str) -> dict[str, Any]:
    """Return the fields that may be left out, if they are there."""
    fields = {"background": background, "seconds": body.seconds}
    return {name: value for name, value in fields.items() if value}


def invariants(body: Body) -> Any:
    return [(action.id, action.rating) for action in body.actions], body.seconds, bool(body.background)


def show(body: Body, seed: int | None) -> dict[str, Any]:
    """`stem`, `background` and `seconds` if there are any, `actions: [{id, text}]`."""
    order = seeded_order(body.actions, seed, lambda action: action.id)
    return {
        "stem": block_html(body.stem),
        **_beside(body, block_html(body.background) if body.background else ""),
        "actions": [{"id": action.id, "text": inline_html(action.text)} for action in order],
    }


def raw_from_form(body: Body, form: Mapping[str, list[str]]) -> Any:
    """Read the fields `rating.<id>`."""
    return {"ratings": {action.id: form_value(form, f"rating.{action.id}") for action in body.actions}}


def response_to_form(response: Data) -> dict[str, list[str]]:
    return {f"rating.{id_}": [rating] for id_, rating in response.get("ratings", {}).items()}


def read_response(body: Body, raw: Any) -> dict[str, Any]:
    """`{"ratings": {"a": "4"}}`; actions without a rating are omitted."""
    value = require_only_key(raw, "ratings")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise unreadable("ratings", NOT_A_TABLE)
    ids = [action.id for action in body.actions]
    for id_ in value:
        require_id(id_, ids, "ratings")
    given = {id_: require_id(value[id_], RATINGS, f"ratings.{id_}") for id_ in ids if value.get(id_)}
    return {"ratings": given} if given else {}


def is_unfinished(body: Body, response: Data) -> bool:
    return bool(response) and len(response["ratings"]) < len(body.actions)


def score(body: Body, response: Data) -> Score:
    given = response.get("ratings", {})
    each = Fraction(1, len(body.actions))
    return Score.from_parts(
        Part(action.id, each * _share(action.rating, int(given[action.id])))
        for action in body.actions
        if action.id in given
    )


def _share(wanted: int, given: int) -> Fraction:
    """Return 1 for the experts' rating, 0 for the rating farthest from it."""
    return 1 - Fraction(abs(given - wanted), max(wanted - 1, 5 - wanted))


def rubric(body: Body) -> list[Criterion]:
    return []


def feedback(body: Body, response: Data) -> list[str]:
    return []


def part_names(body: Body, shown: Data) -> dict[str, Text]:
    return {row["id"]: untranslated(plain_words(row["text"])) for row in shown["actions"]}


def search_text(body: Body) -> str:
    return " ".join(plain_text(text) for text in (body.stem, *(action.text for action in body.actions)))


def answer_key(body: Body) -> dict[str, Any]:
    return {"ratings": {action.id: str(action.rating) for action in body.actions}}


def wrong_response(body: Body, rng: Random) -> dict[str, Any]:
    """One action rated at the opposite end."""
    ratings: dict[str, str] = answer_key(body)["ratings"]
    action = rng.choice(body.actions)
    return {"ratings": {**ratings, action.id: "1" if action.rating > 2 else "5"}}


def chosen_options(response: Data) -> list[str] | None:
    return None


def paper_layout(shown: Data) -> PaperLayout:
    how = Text(
        "每项写一个 1 到 5 的数：1 最不妥当，5 最妥当", "write a number for each: 1 is worst, 5 is best"
    )
    return PaperLayout(prompts=numbered(shown["actions"]), how=how)


def print_key(body: Body, layout: PaperLayout) -> PrintedKey:
    return PrintedKey(_written(marks_by_id(layout.prompts), answer_key(body)), ("越接近专家评分得分越多",))


def response_to_paper(shown: Data, response: Data) -> Text:
    return untranslated(_written(marks_by_id(paper_layout(shown).prompts), response))


def _written(marks: Mapping[str, str], response: Data) -> str:
    ratings = response.get("ratings", {})
    return "  ".join(f"{mark}-{ratings[id_]}" for id_, mark in marks.items() if id_ in ratings)


def raw_from_paper(shown: Data, typed: str) -> Any:
    """`1-4 2-5`."""
    if not typed.strip():
        return {}
    ids = {row.mark: row.id for row in paper_layout(shown).prompts}
    pairs = re.findall(r"([0-9]+)\s*[-—–:：]\s*([0-9]+)", typed)
    if not pairs or any(mark not in ids for mark, _ in pairs):
        raise unreadable_on_paper(typed, NOT_RATINGS)
    return {"ratings": {ids[mark]: rating for mark, rating in pairs}}
