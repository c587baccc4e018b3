"""JSON: questions for programs, in the form of the public contract."""

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from string import ascii_lowercase
from typing import Any

from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats import item_messages
from lms.formats.item import Draft, collect_losses, valid_drafts
from lms.questions import dump_question

FORMAT = "json"
NAME = Text("JSON（供程序使用）", "JSON for programs")
SUFFIXES = (".json",)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. Return {"items": […], "problems": []}; drafts that are not questions are left out."""
    return render(drafts, ())


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat. By contract, shares have seven places; that is not reported as a loss."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    if not dump_question(question)["body"].get("constraints"):
        return []
    return [item_messages.ids_not_written(draft.by_name)]


def render(drafts: Sequence[Draft], problems: Sequence[Problem], language: str = "zh") -> bytes:
    """Return the document, with problems in the reader's language."""
    document = {
        "items": [item_json(draft, question) for draft, question in valid_drafts(drafts)],
        "problems": [problem.as_json(language) for problem in problems],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def item_json(draft: Draft, question: Question) -> dict[str, Any]:
    """Return {kind, name, stem, points, tags, feedback, …}; the other keys depend on the kind."""
    stored = dump_question(question)
    body = stored["body"]
    more = dict(draft.more)
    if draft.meta:
        more["meta"] = dict(draft.meta)
    if stored["translations"]:
        more["translations"] = stored["translations"]
    own_keys, other_keys = _SHAPES.get(question.kind, _plain)(body)
    more |= {name: value for name, value in other_keys.items() if value not in (None, "", [], {})}
    item = {
        "kind": question.kind,
        "name": draft.name,
        "stem": body["stem"],
        "points": json_number(draft.points),
        "tags": list(draft.tags),
        "feedback": draft.feedback,
        **own_keys,
    }
    return item | ({"more": more} if more else {})


def json_number(value: Decimal | Fraction | str) -> int | float:
    """Return a JSON number; shares have seven places, as Moodle rounds them."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return int(exact)
    return round(float(exact), 7) if isinstance(value, Fraction) else float(exact)


_Shape = tuple[dict[str, Any], dict[str, Any]]
"""The keys of a kind in its item, and those in "more"."""


def _choice(body: dict[str, Any]) -> _Shape:
    rule = body.get("rule")
    rights = sum(bool(option.get("right")) or "fraction" in option for option in body["options"])
    share = Fraction(1, rights) if rule in ("proportional", "all_or_nothing") and rights else Fraction(1)
    lettered = list(zip(ascii_lowercase, body["options"], strict=False))
    options = [
        {
            "id": letter,
            "text": option["text"],
            "fraction": json_number(
                Fraction(option["fraction"]) if "fraction" in option else share * bool(option.get("right"))
            ),
            "feedback": option.get("feedback", ""),
        }
        for letter, option in lettered
    ]
    fixed = [letter for letter, option in lettered if option.get("fixed")]
    return {"options": options}, {"rule": rule, "fixed": fixed, "shuffle": body["shuffle"] and None}


def _true_false(body: dict[str, Any]) -> _Shape:
    feedback = {name: body.get(name) for name in ("feedback_true", "feedback_false")}
    return {"correct": body["answer"]}, feedback


def _answers(rows: Sequence[Any]) -> list[dict[str, Any]]:
    answers = [row if isinstance(row, dict) else {"text": row} for row in rows]
    return [
        {"text": answer["text"], "fraction": json_number(Fraction(answer.get("fraction", "1")))}
        for answer in answers
    ]


def _short_text(body: dict[str, Any]) -> _Shape:
    return {"answers": _answers(body["answers"])}, {"keep_punctuation": body.get("keep_punctuation") or None}


def _blanks(body: dict[str, Any]) -> _Shape:
    more = {"any_order": body.get("any_order") or None}
    settings = [
        {name: value for name, value in blank.items() if name != "answers"} for blank in body["blanks"]
    ]
    if any(settings):
        more["blanks"] = settings
    return {"answers": [_answers(blank["answers"]) for blank in body["blanks"]]}, more


def _numeric(body: dict[str, Any]) -> _Shape:
    answers = [
        {
            "number": json_number(Decimal(row["number"])),
            "tolerance": json_number(Decimal(row.get("tolerance", "0"))),
            "fraction": json_number(Fraction(row.get("fraction", "1"))),
        }
        for row in body["answers"]
    ]
    return {"answers": answers}, {"unit": body.get("unit")}


def _matching(body: dict[str, Any]) -> _Shape:
    pairs = {
        "pairs": [[pair["left"], pair["right"]] for pair in body["pairs"]],
        "extra": [extra["text"] for extra in body["extra"]],
    }
    return pairs, {"rule": body.get("rule")}


def _ordering(body: dict[str, Any]) -> _Shape:
    rules = {"rule": body.get("rule"), "constraints": body.get("constraints")}
    return {"order": [entry["text"] for entry in body["order"]]}, rules


def _plain(body: dict[str, Any]) -> _Shape:
    return {}, {name: value for name, value in body.items() if name != "stem"}


_SHAPES = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "blanks": _blanks,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
}
